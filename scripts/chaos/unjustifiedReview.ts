import type { LedgerEntry } from '../../simulator/index.ts';
import { chaosTimes } from './chaosConfig.ts';
import type { CheckedWithdrawal } from './checkedWithdrawal.ts';

/**
 * The longest time from a read to its line in the timeline, with a frozen or killed worker between: the time-out of a
 * workflow task, once sticky and once not, and a margin.
 */
const slowestNoteMs = 25_000;

/**
 * Why asking a person was needless, or null where it was right. It was needless when the exchange's record would have
 * settled the withdrawal. For that the record must have been
 * - *visible in time*: accepted, and hidden by no staged fault, before the last read of the look-up began. That read
 *   comes after the outcome was noted as unknown; "no record" is said only after reads that cover the whole window; and
 * - *unmistakable*: it carries our id, or there was no other unclaimed record at its place that could be ours. Such a
 *   record has the same amount, or any amount where a staged fault may have hidden the fee. Records made by hand are
 *   never claimed.
 * It was needless, too, when the withdrawal was held back for a record that another one of ours had claimed long
 * before. Without a record in the ledger nothing could have settled it: asking was right.
 */
export function unjustifiedReview(
  one: CheckedWithdrawal,
  all: readonly CheckedWithdrawal[],
  ledger: readonly LedgerEntry[],
  own: LedgerEntry | undefined,
): string | null {
  const timeline = one.result?.state.timeline ?? [];
  for (const [index, review] of timeline.entries()) {
    if (review.kind !== 'review') continue;
    const unknownSince = timeline
      .slice(0, index)
      .findLast((entry) => entry.kind === 'submit' && entry.text.startsWith('outcome unknown'));
    const notedMs = unknownSince === undefined ? Date.parse(review.at) - slowestNoteMs : Date.parse(unknownSince.at);
    const lastReadAt =
      notedMs +
      (review.text.startsWith('no record found') && unknownSince !== undefined ? chaosTimes.reconcileWindowMs : 0);
    const because = review.text.startsWith('nothing sent')
      ? claimedLongBefore(review.text, one, all, ledger, Date.parse(review.at) - slowestNoteMs)
      : visibleInTime(one, all, ledger, own, lastReadAt);
    if (because !== null) return `${because}; at ${review.at}: ${review.text}`;
  }
  return null;
}

function visibleInTime(
  one: CheckedWithdrawal,
  all: readonly CheckedWithdrawal[],
  entries: readonly LedgerEntry[],
  own: LedgerEntry | undefined,
  lastReadAt: number,
): string | null {
  if (own === undefined || own.acceptedAtMs + one.hiddenForMs > lastReadAt) return null;
  const couldBeOurs = (entry: LedgerEntry): boolean =>
    couldBeTakenFor(entry, own, one.feeHidden) &&
    entry.acceptedAtMs <= lastReadAt &&
    !claimedBy(entry, all, lastReadAt);
  if (own.clientWithdrawalId === null && entries.some(couldBeOurs)) return null;
  const since = new Date(own.acceptedAtMs + one.hiddenForMs).toISOString();
  return `${own.exchangeWithdrawalId} was visible and unmistakable since ${since}`;
}

function couldBeTakenFor(entry: LedgerEntry, own: LedgerEntry, feeHidden: boolean): boolean {
  if (
    entry.exchangeWithdrawalId === own.exchangeWithdrawalId ||
    entry.accountId !== own.accountId ||
    entry.asset !== own.asset
  )
    return false;
  // BTSE's rows need not show where to.
  const samePlace =
    own.exchange === 'btse' ||
    (entry.network === own.network && entry.address.toLowerCase() === own.address.toLowerCase());
  return samePlace && (feeHidden || entry.amount === own.amount);
}

function claimedBy(entry: LedgerEntry, all: readonly CheckedWithdrawal[], atMs: number): boolean {
  return all.some(
    (other) =>
      other.ledgerAccount === entry.accountId &&
      other.result?.exchangeWithdrawalId === entry.exchangeWithdrawalId &&
      claimedAtMs(other) <= atMs,
  );
}

/** When its own workflow knew its id. */
function claimedAtMs({ result }: CheckedWithdrawal): number {
  const known = result?.state.timeline.find((entry) => entry.kind === 'submit' && entry.status === 'PENDING');
  return known === undefined ? Number.POSITIVE_INFINITY : Date.parse(known.at);
}

function claimedLongBefore(
  text: string,
  one: CheckedWithdrawal,
  all: readonly CheckedWithdrawal[],
  ledger: readonly LedgerEntry[],
  lastReadAt: number,
): string | null {
  const others = all.filter((other) => other !== one);
  const named = ledger.filter(
    (entry) => entry.accountId === one.ledgerAccount && text.includes(entry.exchangeWithdrawalId),
  );
  return named.length > 0 && named.every((entry) => claimedBy(entry, others, lastReadAt))
    ? `what looked like it was claimed by others: ${named.map((entry) => entry.exchangeWithdrawalId).join(', ')}`
    : null;
}
