import type { FollowActivities, MoneyActivities } from './contract.ts';
import { awaitStatusChange } from './awaitStatusChange.ts';
import { checkResolution } from './checkResolution.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { findLostSubmission } from './findLostSubmission.ts';
import { guarded } from './guarded.ts';
import { prepareWithdrawal } from './prepareWithdrawal.ts';
import { reportToAccount } from './reportToAccount.ts';
import { requestCancel } from './requestCancel.ts';
import { revokeGrant } from './revokeGrant.ts';
import { submitWithdrawal } from './submitWithdrawal.ts';
import { watchForContradiction } from './watchForContradiction.ts';

/** Everything a money queue's worker registers. */
export function createMoneyActivities(dependencies: ActivityDependencies): MoneyActivities {
  return {
    prepareWithdrawal: guarded('prepareWithdrawal', dependencies, prepareWithdrawal),
    submitWithdrawal: guarded('submitWithdrawal', dependencies, submitWithdrawal),
    requestCancel: guarded('requestCancel', dependencies, requestCancel),
    revokeGrant: guarded('revokeGrant', dependencies, revokeGrant),
    reportToAccount: guarded('reportToAccount', dependencies, reportToAccount),
    checkResolution: guarded('checkResolution', dependencies, checkResolution),
  };
}

/** Everything a follow queue's worker registers. */
export function createFollowActivities(dependencies: ActivityDependencies): FollowActivities {
  return {
    awaitStatusChange: guarded('awaitStatusChange', dependencies, awaitStatusChange),
    findLostSubmission: guarded('findLostSubmission', dependencies, findLostSubmission),
    watchForContradiction: guarded('watchForContradiction', dependencies, watchForContradiction),
  };
}

export { AccountError } from './accountError.ts';
export { type AccountsClient, createAccountsClient } from './accountsClient.ts';
export { type Cadence, defaultCadence } from './cadence.ts';
export type { FollowActivities, MoneyActivities } from './contract.ts';
export { type AccountOptions, type AccountRuntime, type ActivityDependencies, type CrashPoint, crashPoints, type Log, type Sleep } from './dependencies.ts';
export type { FeedHealthReport } from './feedHealth.ts';
export { createLimitGate, createSharedScopes, type LimitGateInput, type SharedScopes } from './limitGate.ts';
export { sleep } from './sleep.ts';
export { createStatusFeed, type StatusFeed, type StatusFeedInput } from './statusFeed.ts';
