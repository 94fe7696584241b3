import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import type { LedgerEntry } from '../ledger.ts';
import { toFaultRecord } from '../recordView.ts';
import { isFinal } from '../script.ts';
import type { Envelope } from './envelope.ts';
import { readFields } from './fields.ts';
import { refusals } from './refusals.ts';

/**
 * Cancels of withdrawals (`idField` withdrawId) and of inside transfers (insideTransferId): only in the first
 * review, and then at once.
 */
export function createCancel(state: ExchangeState, envelope: Envelope, idField: 'withdrawId' | 'insideTransferId') {
  const { book, armedFaults, clock, options } = state;
  const isOurs = (entry: LedgerEntry) => (entry.kind === 'inside_transfer') === (idField === 'insideTransferId');

  function findAddressed(call: Call, accountId: string): LedgerEntry | undefined {
    const id = readFields(call).required(idField);
    return book.of(accountId).find((entry) => entry.exchangeWithdrawalId === id && isOurs(entry));
  }

  function isInFirstReview(entry: LedgerEntry): boolean {
    if (isFinal(entry.status) || entry.money !== 'locked') return false;
    if (options.reviewMs !== undefined) return clock.now() < entry.acceptedAtMs + options.reviewMs;
    return entry.status === 'pending' && !book.hasMoved(entry.exchangeWithdrawalId);
  }

  function subjects(call: Call, account: { accountId: string }): Subject[] {
    try {
      const entry = findAddressed(call, account.accountId);
      return entry ? [entry] : [];
    } catch {
      return [];
    }
  }

  function answer({ call, account }: AccountCall) {
    const entry = findAddressed(call, account.accountId);
    if (!entry) throw refusals.badParameter(`no such ${idField}`);
    if (!isInFirstReview(entry)) throw refusals.badParameter('it can no longer be cancelled');
    const id = entry.exchangeWithdrawalId;
    armedFaults.tie('cancel', toFaultRecord(entry));
    if (!armedFaults.losesRace(toFaultRecord(entry))) {
      book.advance(id, 'cancelled');
      return envelope.ok(null);
    }
    book.advance(id, 'broadcast');
    clock.setTimer(() => {
      const current = book.ledger.get(id);
      if (current && !isFinal(current.status)) book.advance(id, 'completed');
    }, options.cancelAfterMs ?? 200);
    return envelope.ok(null);
  }

  return { subjects, answer };
}
