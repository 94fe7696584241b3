import type { ChangeTimes } from './exchangeMessages.ts';

/** The part of a result that says when the workflow noted a change. */
export type Noted = {
  readonly exchangeWithdrawalId: string | null;
  readonly state: { readonly timeline: readonly { readonly at: string; readonly kind: string }[] };
};

/** The changes that a bench plans, in this order. */
const planned = ['broadcast', 'completed'] as const;

/**
 * Milliseconds from when the exchange shows a change until the workflow has noted it, for every change of every
 * withdrawal. Throws if a change was never noted.
 */
export function detections(results: readonly Noted[], changedAt: ChangeTimes): number[] {
  return results.flatMap(({ exchangeWithdrawalId, state }) => {
    const noted = state.timeline.filter((entry) => entry.kind === 'status').slice(-planned.length);
    return planned.map((status, index) => {
      const shownMs = changedAt[exchangeWithdrawalId ?? '']?.[status];
      const notedMs = Date.parse(noted[index]?.at ?? '');
      if (shownMs === undefined || Number.isNaN(notedMs))
        throw new Error(`${exchangeWithdrawalId ?? 'a withdrawal without id'} was never seen ${status}`);
      return Math.max(0, notedMs - shownMs);
    });
  });
}
