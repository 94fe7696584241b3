export { AccountError } from './account/accountError.ts';
export { createFollowActivities } from './createFollowActivities.ts';
export { createMoneyActivities } from './createMoneyActivities.ts';
export { type AccountsClient, createAccountsClient } from './account/accountsClient.ts';
export { type Cadence, defaultCadence } from './feed/cadence.ts';
export type { FollowActivities, MoneyActivities } from './contract.ts';
export {
  type AccountOptions,
  type AccountRuntime,
  type ActivityDependencies,
  type CrashPoint,
  crashPoints,
  type Log,
  type Sleep,
} from './dependencies.ts';
export type { FeedHealthReport } from './feed/feedHealth.ts';
export { createLimitGate, createSharedScopes, type LimitGateInput, type SharedScopes } from './pacing/limitGate.ts';
export { sleep } from './sleep.ts';
export { createStatusFeed, type StatusFeed, type StatusFeedInput } from './feed/statusFeed.ts';
