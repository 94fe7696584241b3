import { checkResolution } from './checkResolution.ts';
import type { MoneyActivities } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { guarded } from './guarded.ts';
import { prepareWithdrawal } from './prepareWithdrawal.ts';
import { reportToAccount } from './reportToAccount.ts';
import { requestCancel } from './requestCancel.ts';
import { revokeGrant } from './revokeGrant.ts';
import { submitWithdrawal } from './submitWithdrawal.ts';

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
