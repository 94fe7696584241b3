import { describe, expect, test } from '@jest/globals';

import type { WithdrawalState } from '../../../domain/state.ts';
import { decisionFor, namesOnlyForeign } from '../../../scripts/chaos/operator.ts';
import type { LedgerEntry } from '../../../simulator/index.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');
const request = {
  asset: 'USDT',
  network: 'Ethereum',
  address: '0xAb',
  amount: '100',
  requestedAt: new Date(start).toISOString(),
};

function inReview(
  text: string,
  change: { clientId?: string | null; recovery?: boolean; submitted?: boolean } = {},
): WithdrawalState {
  const { clientId = null, recovery = false, submitted = true } = change;
  return {
    request,
    recovery,
    submissions: submitted ? [{ intent: { clientWithdrawalId: clientId } }] : [],
    timeline: [{ at: new Date(start + 10_000).toISOString(), kind: 'review', text }],
  } as unknown as WithdrawalState;
}

function entry(id: string, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    exchange: 'bitunix',
    exchangeWithdrawalId: id,
    clientWithdrawalId: null,
    ...request,
    fee: '4',
    acceptedAtMs: start + 1_000,
    foreign: false,
    ...change,
  } as LedgerEntry;
}

const noRecord = 'no record found in 6 s of successful reads';
const [early, late, muchLater] = [start + 12_000, start + 20_000, start + 75_000];

describe('the scripted operator', () => {
  test.each<[string, WithdrawalState, LedgerEntry[], number, ReturnType<typeof decisionFor>]>([
    [
      'adopts the only record that could be it',
      inReview(noRecord),
      [entry('1')],
      early,
      { kind: 'adopt', exchangeWithdrawalId: '1' },
    ],
    [
      'adopts by our id, whatever looks like it',
      inReview(noRecord, { clientId: 'x' }),
      [entry('1', { clientWithdrawalId: 'x' }), entry('2', { clientWithdrawalId: 'y' })],
      early,
      { kind: 'adopt', exchangeWithdrawalId: '1' },
    ],
    [
      'adopts nothing that was made by hand',
      inReview(noRecord),
      [entry('9', { foreign: true })],
      late,
      { kind: 'confirmNotSent' },
    ],
    ['waits where two could be it', inReview(noRecord), [entry('1'), entry('2')], late, null],
    ['waits before it says that nothing was sent', inReview(noRecord), [], early, null],
    ['says then that nothing was sent', inReview(noRecord), [], late, { kind: 'confirmNotSent' }],
    ['waits longer for a run that was brought back', inReview(noRecord, { recovery: true }), [], late, null],
    [
      'says then of that one too that nothing was sent',
      inReview(noRecord, { recovery: true }),
      [],
      muchLater,
      { kind: 'confirmNotSent' },
    ],
    [
      'adopts nothing for one that was held back',
      inReview('nothing sent: the exchange already shows it'),
      [entry('1')],
      late,
      { kind: 'confirmNotSent' },
    ],
    [
      'adopts nothing for one that was never granted: it is the record of another',
      inReview('recovery run: the account remembers no grant for it', { recovery: true }),
      [entry('1')],
      muchLater,
      { kind: 'confirmNotSent' },
    ],
    [
      'gives up one that fixed nothing to send',
      inReview('not submitted', { recovery: true, submitted: false }),
      [],
      muchLater,
      { kind: 'abandon' },
    ],
  ])('%s', (_title, state, ledger, now, expected) => {
    expect(decisionFor(state, ledger, new Set(), now)).toEqual(expected);
  });

  test('leaves alone what another withdrawal claims', () => {
    expect(decisionFor(inReview(noRecord), [entry('1')], new Set(['1']), late)).toEqual({ kind: 'confirmNotSent' });
  });

  test('gives one up only for records that were all made by hand', () => {
    const refusal =
      'Not resolved: the exchange shows what may be this withdrawal (111, 999), so it cannot be confirmed as not sent';
    expect(namesOnlyForeign(refusal, [entry('111', { foreign: true }), entry('999', { foreign: true })])).toBe(true);
    expect(namesOnlyForeign(refusal, [entry('111'), entry('999', { foreign: true })])).toBe(false);
    expect(namesOnlyForeign('Not resolved: the account did not answer', [entry('999', { foreign: true })])).toBe(false);
  });
});
