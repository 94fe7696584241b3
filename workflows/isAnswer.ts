import type { FollowActivities, MoneyActivities } from '../activities/contract.ts';

type AnsweringActivities = Omit<MoneyActivities, 'reportToAccount'> & FollowActivities;
type KindOf<Name extends keyof AnsweringActivities> = Awaited<ReturnType<AnsweringActivities[Name]>>['kind'];

/** The kinds of answer that each activity gives. */
const answerKinds: { readonly [Name in keyof AnsweringActivities]: Readonly<Record<KindOf<Name>, true>> } = {
  prepareWithdrawal: { ready: true, refused: true },
  submitWithdrawal: {
    accepted: true,
    rejected: true,
    unknown: true,
    found: true,
    suspicious: true,
    revoked: true,
    neverGranted: true,
    waiting: true,
  },
  requestCancel: { taken: true, refused: true, unknown: true },
  revokeGrant: { revoked: true, alreadyGranted: true },
  checkResolution: { accepted: true, refused: true },
  awaitStatusChange: { changed: true, missing: true, deadline: true },
  findLostSubmission: { found: true, several: true, none: true },
  watchForContradiction: { quiet: true, contradiction: true },
};

/**
 * False for a value that this activity never returns. An operator can complete an activity by hand with any value; one
 * that has the form of an answer cannot be told from a real one and is accepted.
 */
export function isAnswer(activity: string, value: unknown): boolean {
  if (!Object.hasOwn(answerKinds, activity)) return true;
  const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return typeof kind === 'string' && Object.hasOwn(answerKinds[activity as keyof AnsweringActivities], kind);
}
