import { describe, expect, test } from '@jest/globals';

import type { WithdrawalResult } from '../../../domain/state.ts';
import type { CheckedWithdrawal } from '../../../scripts/chaos/checkedWithdrawal.ts';
import { checkChaos, type Shortage } from '../../../scripts/chaos/checker.ts';
import type { LedgerEntry } from '../../../simulator/index.ts';

const at = (seconds: number): number => Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();
const place = { asset: 'USDT', network: 'Ethereum', address: '0xAb', amount: '100' };

function entry(id: string, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    exchange: 'bitunix',
    accountId: '2001',
    exchangeWithdrawalId: id,
    clientWithdrawalId: null,
    kind: 'on_chain',
    ...place,
    memo: null,
    receivedAmount: '96',
    fee: '4',
    status: 'completed',
    acceptedAtMs: at(1),
    updatedAtMs: at(2),
    leftAtMs: at(2),
    returnedAtMs: null,
    money: 'left',
    txid: `tx-${id}`,
    foreign: false,
    viaFault: null,
    ...change,
  };
}

type Told = {
  claims?: string | null;
  clientId?: string | null;
  moneyLeft?: 'yes' | 'no' | 'unknown';
  status?: WithdrawalResult['status'];
  by?: string;
  reason?: string;
  message?: string;
  review?: { at: number; text: string };
  claimedAt?: number;
};

/** A withdrawal as its result tells it. */
function told(
  withdrawalId: string,
  {
    claims = null,
    clientId = null,
    moneyLeft = 'yes',
    status = moneyLeft === 'yes' ? 'L1_COMPLETED' : 'FAILED',
    by = 'record',
    reason,
    message,
    review,
    claimedAt = 2,
  }: Told,
  change: Partial<CheckedWithdrawal> = {},
): CheckedWithdrawal {
  const timeline = [
    { at: iso(3), kind: 'submit', text: 'outcome unknown: the answer was lost' },
    ...(review === undefined ? [] : [{ at: iso(review.at), kind: 'review', text: review.text }]),
    ...(claims === null ? [] : [{ at: iso(claimedAt), kind: 'submit', status: 'PENDING', text: claims }]),
  ];
  const result = {
    withdrawalId,
    status,
    moneyLeft,
    exchangeWithdrawalId: claims,
    txid: moneyLeft === 'yes' && claims !== null ? `tx-${claims}` : null,
    settlement: { at: iso(30), by, reason: reason ?? null, message: message ?? null },
    state: { request: { requestedAt: iso(0) }, submissions: [{ intent: { clientWithdrawalId: clientId } }], timeline },
  } as unknown as WithdrawalResult;
  return {
    withdrawalId,
    ledgerAccount: '2001',
    ...place,
    refused: false,
    result,
    hiddenForMs: 0,
    feeHidden: false,
    ...change,
  };
}

const kinds = (withdrawals: CheckedWithdrawal[], ledger: LedgerEntry[]): string[] =>
  checkChaos(withdrawals, ledger).findings.map((finding) => finding.kind);
const returned = { money: 'returned', status: 'failed', txid: null } as const;

describe('the checker of a chaos run', () => {
  test('finds nothing where results and ledger agree, alike or not', () => {
    const withdrawals = [
      told('a', { claims: '1' }),
      told('b', { claims: '2' }),
      told('c', { moneyLeft: 'no', by: 'cancelBeforeSubmit', status: null }),
      told('d', { claims: '3', moneyLeft: 'no' }),
    ];
    expect(kinds(withdrawals, [entry('1'), entry('2'), entry('3', returned)])).toEqual([]);
  });

  test.each<[string, CheckedWithdrawal[], LedgerEntry[], string[]]>([
    [
      'two entries of one client id',
      [told('a', { claims: '1', clientId: 'x' })],
      [entry('1', { clientWithdrawalId: 'x' }), entry('2', { clientWithdrawalId: 'x' })],
      ['doubleSend', 'lost'],
    ],
    [
      'more entries alike than were sent',
      [told('a', { claims: '1' })],
      [entry('1'), entry('2')],
      ['doubleSend', 'lost'],
    ],
    [
      'an entry of one that was never to be sent',
      [told('a', { moneyLeft: 'no', by: 'deadlineBeforeSubmit', status: null })],
      [entry('1')],
      ['doubleSend', 'lost'],
    ],
    [
      'a second send that another one claims',
      [told('a', { claims: '1' }), told('b', { claims: '1' })],
      [entry('1')],
      ['falseFinal'],
    ],
    ['no result', [told('a', {}, { result: null })], [], ['lost']],
    [
      'money left, and nobody says so',
      [told('a', { moneyLeft: 'unknown', by: 'resolution', reason: 'abandon', status: 'PENDING' })],
      [entry('1')],
      ['lost'],
    ],
    ['said to have left, and returned', [told('a', { claims: '1' })], [entry('1', returned)], ['falseFinal']],
    ['said to have left, and nothing accepted', [told('a', { claims: '1' })], [], ['falseFinal']],
    ['said not to have left, and left', [told('a', { claims: '1', moneyLeft: 'no' })], [entry('1')], ['falseFinal']],
    [
      'said not to have left, by our id still locked',
      [told('a', { clientId: 'x', moneyLeft: 'no' })],
      [entry('1', { clientWithdrawalId: 'x', money: 'locked', status: 'pending' })],
      ['lost', 'falseFinal'],
    ],
    [
      "another's entry by its id",
      [told('a', { claims: '1', clientId: 'x' }), told('b', { claims: '2', clientId: 'y' })],
      [entry('2', { clientWithdrawalId: 'x' }), entry('1', { clientWithdrawalId: 'y' })],
      ['falseFinal', 'falseFinal'],
    ],
    ['another sum', [told('a', { claims: '1' })], [entry('1', { amount: '100.5' })], ['doubleSend', 'falseFinal']],
    [
      'a refusal for nothing',
      [told('a', { moneyLeft: 'no', by: 'refusal', reason: 'authRefused' })],
      [],
      ['refusedNeedlessly'],
    ],
    [
      'what was made by hand, claimed as ours',
      [told('a', { claims: '9' })],
      [entry('9', { foreign: true })],
      ['falseFinal', 'falseFinal'],
    ],
    [
      'what was made by hand, claimed as ours, and ours left alone',
      [told('a', { claims: '9' })],
      [entry('1'), entry('9', { foreign: true })],
      ['lost', 'falseFinal', 'falseFinal'],
    ],
    ['a wrong txid', [told('a', { claims: '1' })], [entry('1', { txid: 'other' })], ['falseFinal']],
  ])('finds %s', (_title, withdrawals, ledger, expected) => {
    expect(kinds(withdrawals, ledger)).toEqual(expected);
  });

  test('finds nothing in what was made by hand and nobody claims', () => {
    expect(kinds([told('a', { claims: '1' })], [entry('1'), entry('9', { foreign: true })])).toEqual([]);
  });

  test('calls a refusal for lack of funds needless but where a shortage was staged', () => {
    const refused = [told('a', { moneyLeft: 'no', by: 'refusal', reason: 'insufficientFunds' })];
    const short = (change: Partial<Shortage>): Shortage[] => [
      { ledgerAccount: '2001', asset: 'USDT', fromMs: at(20), toMs: at(23), ...change },
    ];
    const found = (shortages: Shortage[]): string[] =>
      checkChaos(refused, [], shortages).findings.map((finding) => finding.kind);
    expect([
      found(short({})),
      found([]),
      found(short({ asset: 'ETH' })),
      found(short({ ledgerAccount: '1' })),
      found(short({ fromMs: at(31) })),
    ]).toEqual([[], ['refusedNeedlessly'], ['refusedNeedlessly'], ['refusedNeedlessly'], ['refusedNeedlessly']]);
  });

  test('takes a refusal of an earlier execution for one of any time since the request', () => {
    const refused = [
      told('a', {
        moneyLeft: 'no',
        by: 'refusal',
        reason: 'refusedByExchange',
        message: 'refused by the exchange in an earlier execution',
      }),
    ];
    const found = (toMs: number): string[] =>
      checkChaos(refused, [], [{ ledgerAccount: '2001', asset: 'USDT', fromMs: toMs - 3_000, toMs }]).findings.map(
        (finding) => finding.kind,
      );
    expect([found(at(2)), found(at(-1))]).toEqual([[], ['refusedNeedlessly']]);
  });

  const review = { at: 9.5, text: 'no record found in 6 s of successful reads' };

  test('calls a review unjustified when the record was there, visible and unmistakable', () => {
    expect(kinds([told('a', { claims: '1', review, claimedAt: 10 })], [entry('1')])).toEqual([
      'needsReviewUnjustified',
    ]);
  });

  test.each<[string, CheckedWithdrawal[], LedgerEntry[]]>([
    [
      'the record was hidden by a fault',
      [told('a', { claims: '1', review, claimedAt: 10 }, { hiddenForMs: 8_500 })],
      [entry('1')],
    ],
    [
      'the record came too late',
      [told('a', { claims: '1', review, claimedAt: 10 })],
      [entry('1', { acceptedAtMs: at(9.2) })],
    ],
    [
      'the note of it came long after the last read',
      [told('a', { claims: '1', review: { ...review, at: 40 }, claimedAt: 41 }, { hiddenForMs: 12_000 })],
      [entry('1')],
    ],
    ['there is no record', [told('a', { moneyLeft: 'no', by: 'resolution', reason: 'confirmNotSent', review })], []],
    [
      'another record alike was made by hand',
      [told('a', { claims: '1', review, claimedAt: 10 })],
      [entry('1'), entry('9', { foreign: true })],
    ],
    [
      'another record alike was unclaimed then',
      [told('a', { claims: '1', review, claimedAt: 10 }), told('b', { claims: '2', claimedAt: 25 })],
      [entry('1'), entry('2')],
    ],
  ])('calls a review justified when %s', (_title, withdrawals, ledger) => {
    expect(checkChaos(withdrawals, ledger)).toEqual({ needsReview: 1, findings: [] });
  });

  test('calls it unjustified to hold back for what another one had claimed long before', () => {
    const heldBack = {
      at: 40,
      text: 'nothing sent: the exchange already shows what could be this withdrawal (1) and nobody claims it',
    };
    const late = told('a', { moneyLeft: 'no', by: 'resolution', reason: 'confirmNotSent', review: heldBack });
    expect(kinds([late, told('b', { claims: '1', claimedAt: 5 })], [entry('1')])).toEqual(['needsReviewUnjustified']);
    expect(kinds([late, told('b', { claims: '1', claimedAt: 39 })], [entry('1')])).toEqual([]);
  });

  test('calls it justified to hold back for one that was made by hand, be another one claimed or not', () => {
    const heldBack = {
      at: 40,
      text: 'nothing sent: the exchange already shows what could be this withdrawal (111, 999) and nobody claims it',
    };
    const late = told('a', { moneyLeft: 'no', by: 'resolution', reason: 'confirmNotSent', review: heldBack });
    expect(
      kinds([late, told('b', { claims: '111', claimedAt: 5 })], [entry('111'), entry('999', { foreign: true })]),
    ).toEqual([]);
    expect(kinds([late, told('b', { claims: '111', claimedAt: 5 })], [entry('111')])).toEqual([
      'needsReviewUnjustified',
    ]);
  });

  test('a record made by hand excuses no review where our id is in the record', () => {
    const withId = told('a', { claims: '1', clientId: 'x', review, claimedAt: 10 });
    expect(kinds([withId], [entry('1', { clientWithdrawalId: 'x' }), entry('9', { foreign: true })])).toEqual([
      'needsReviewUnjustified',
    ]);
  });
});
