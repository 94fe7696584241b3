import type { FollowActivities, MoneyActivities } from '../activities/contract.ts';

type Answered = Omit<MoneyActivities, 'reportToAccount'> & FollowActivities;
type KindOf<Name extends keyof Answered> = Awaited<ReturnType<Answered[Name]>>['kind'];

/** The kinds of answer that our activities give. An operator who completes one by hand can give any other. */
const answerKinds: { readonly [Name in keyof Answered]: Readonly<Record<KindOf<Name>, true>> } = {
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
  revokeGrant: { revoked: true, alreadyGranted: true, noGrants: true },
  checkResolution: { accepted: true, refused: true },
  awaitStatusChange: { changed: true, missing: true, deadline: true },
  findLostSubmission: { found: true, several: true, none: true },
  watchForContradiction: { quiet: true, contradiction: true },
};

/** False for what no activity of ours answers. What looks like an answer is believed: nothing tells who gave it. */
export function isAnswer(name: string, value: unknown): boolean {
  if (!Object.hasOwn(answerKinds, name)) return true;
  const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return typeof kind === 'string' && Object.hasOwn(answerKinds[name as keyof Answered], kind);
}
