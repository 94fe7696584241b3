import { awaitStatusChange } from './awaitStatusChange.ts';
import type { FollowActivities } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { findLostSubmission } from './findLostSubmission.ts';
import { guarded } from './guarded.ts';
import { watchForContradiction } from './watchForContradiction.ts';

/** Everything a follow queue's worker registers. */
export function createFollowActivities(dependencies: ActivityDependencies): FollowActivities {
  return {
    awaitStatusChange: guarded('awaitStatusChange', dependencies, awaitStatusChange),
    findLostSubmission: guarded('findLostSubmission', dependencies, findLostSubmission),
    watchForContradiction: guarded('watchForContradiction', dependencies, watchForContradiction),
  };
}
