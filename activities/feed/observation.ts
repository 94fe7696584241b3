import { isMoneyBack, type WithdrawalStatus } from '../../domain/status.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { SeenStatus } from '../contract.ts';

/** What the reads of this process have shown of one withdrawal; outlives single waits. Times are Unix ms. */
export type Observation = {
  /** As the last read showed it; null while it is absent, unreadable or not yet read. */
  readonly record: WithdrawalRecord | null;
  /** When the record first looked as it does now. */
  readonly firstSeenAtMs: number;
  readonly lastShownAtMs: number | null;
  /** A money-back final and the reads that showed it without a break. */
  readonly moneyBack: {
    readonly status: WithdrawalStatus;
    readonly firstEndedMs: number;
    readonly lastBeganMs: number;
  } | null;
  /** Complete reads without it, and how much time they cover. */
  readonly absence: Stretch | null;
  /** Reads that showed it as nothing that can be read. It decides nothing; a person should know. */
  readonly unreadable: Stretch | null;
};

/** Reads that all came to the same, and how much time they cover. */
export type Stretch = { readonly sinceMs: number; readonly lastBeganMs: number; readonly coveredMs: number };

export type RecordView =
  | { readonly kind: 'shown'; readonly record: WithdrawalRecord }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' };

export type ReadSpan = {
  readonly beganMs: number;
  readonly endedMs: number;
  /** A longer pause between two reads counts as this much. */
  readonly longestGapMs: number;
};

/** What a waiter knows, and when it wants to be told. */
export type Expectation = {
  readonly lastSeen: SeenStatus | null;
  readonly missing: boolean;
  readonly confirmMoneyBackMs: number;
  readonly recordMissingMs: number;
};

export type FeedNews =
  | { readonly kind: 'changed'; readonly record: WithdrawalRecord; readonly firstSeenAtMs: number }
  | { readonly kind: 'missing'; readonly sinceMs: number; readonly unreadable: boolean };

export const unseen: Observation = {
  record: null,
  firstSeenAtMs: 0,
  lastShownAtMs: null,
  moneyBack: null,
  absence: null,
  unreadable: null,
};

/** Folds one read into what is known. */
export function observe(before: Observation, view: RecordView, span: ReadSpan): Observation {
  switch (view.kind) {
    case 'shown':
      return {
        record: view.record,
        firstSeenAtMs:
          before.record !== null && looksLike(seenOf(before.record), view.record) ? before.firstSeenAtMs : span.endedMs,
        lastShownAtMs: span.endedMs,
        moneyBack: moneyBackAfter(before, view.record, span),
        absence: null,
        unreadable: null,
      };
    case 'absent':
      // Not shown between two money-back reads: they prove nothing together.
      return {
        ...before,
        record: null,
        moneyBack: null,
        absence: stretchAfter(before.absence, span),
        unreadable: null,
      };
    case 'unreadable':
      return { ...before, record: null, absence: null, unreadable: stretchAfter(before.unreadable, span) };
  }
}

/** What a waiter with this expectation is to be told now, or null. */
export function newsFor(observation: Observation, expectation: Expectation): FeedNews | null {
  const { record, absence, unreadable } = observation;
  const without = absence ?? unreadable;
  if (without !== null)
    return !expectation.missing && without.coveredMs >= expectation.recordMissingMs
      ? { kind: 'missing', sinceMs: without.sinceMs, unreadable: unreadable !== null }
      : null;
  if (record === null) return null;
  if (!expectation.missing && looksLike(expectation.lastSeen, record)) return null;
  if (confirmLeftMs(observation, expectation.confirmMoneyBackMs) > 0) return null;
  return { kind: 'changed', record, firstSeenAtMs: observation.firstSeenAtMs };
}

/** How much further apart the two reads of a money-back final must be; 0 when nothing is to be confirmed. */
export function confirmLeftMs({ moneyBack }: Observation, confirmMoneyBackMs: number): number {
  if (moneyBack === null) return 0;
  // Even with no time demanded the second read must be another one.
  const apartMs = moneyBack.lastBeganMs - moneyBack.firstEndedMs;
  return apartMs < 0 ? Math.max(1, confirmMoneyBackMs) : Math.max(0, confirmMoneyBackMs - apartMs);
}

/** `exchangeStatus` null: nothing was read yet, so the status alone, with nothing beside it, is no news. */
function looksLike(seen: SeenStatus | null, record: WithdrawalRecord): boolean {
  if (seen === null) return false;
  return (
    seen.status === record.status &&
    seen.txid === record.txid &&
    seen.action === record.action &&
    (seen.exchangeStatus === null || seen.exchangeStatus === record.exchangeStatus)
  );
}

function seenOf(record: WithdrawalRecord): SeenStatus {
  return { exchangeStatus: record.exchangeStatus, status: record.status, txid: record.txid, action: record.action };
}

function moneyBackAfter(before: Observation, record: WithdrawalRecord, span: ReadSpan): Observation['moneyBack'] {
  if (!isMoneyBack(record.status)) return null;
  const { moneyBack } = before;
  if (moneyBack?.status === record.status) return { ...moneyBack, lastBeganMs: span.beganMs };
  return { status: record.status, firstEndedMs: span.endedMs, lastBeganMs: span.beganMs - 1 };
}

function stretchAfter(before: Stretch | null, span: ReadSpan): Stretch {
  if (before === null) return { sinceMs: span.beganMs, lastBeganMs: span.beganMs, coveredMs: 0 };
  const gapMs = Math.max(0, Math.min(span.beganMs - before.lastBeganMs, span.longestGapMs));
  return { sinceMs: before.sinceMs, lastBeganMs: span.beganMs, coveredMs: before.coveredMs + gapMs };
}
