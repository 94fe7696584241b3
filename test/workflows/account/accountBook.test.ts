import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { GrantRequest, OutcomeReport } from '../../../domain/accountState.ts';
import { fitsCatalog, largestCatalogCharacters } from '../../../domain/assetRules.ts';
import { AccountBook } from '../../../workflows/account/accountBook.ts';

const start = Date.parse('2026-11-21T08:00:00Z');
const week = 7 * 86_400_000;

function aBook(): AccountBook {
  return new AccountBook(week, undefined);
}

function ask(change: Partial<GrantRequest> = {}): GrantRequest {
  return {
    withdrawalId: 'w-1',
    submission: 1,
    token: 't-1',
    laneKey: 'lane',
    baseline: { takenAtMs: start, exchangeWithdrawalIds: ['old'] },
    ...change,
  };
}

function report(change: Partial<OutcomeReport> = {}): OutcomeReport {
  return {
    withdrawalId: 'w-1',
    submission: 1,
    token: 't-1',
    outcome: 'accepted',
    exchangeWithdrawalId: 'x-1',
    ...change,
  };
}

describe('grants', () => {
  test('behavior: single use: another execution is told who had it, with the first baseline', () => {
    const book = aBook();
    expect(book.grant(ask(), start)).toEqual({ kind: 'granted' });
    expect(
      book.grant(ask({ token: 't-2', baseline: { takenAtMs: start + 9, exchangeWithdrawalIds: [] } }), start),
    ).toMatchObject({ kind: 'alreadyGranted', claim: { token: 't-1', baseline: { exchangeWithdrawalIds: ['old'] } } });
  });

  test('behavior: the same token again lost our answer and is granted again, until its outcome is known', () => {
    const book = aBook();
    book.grant(ask(), start);
    expect(book.grant(ask(), start)).toEqual({ kind: 'granted' });
    book.report(report({ outcome: 'unknown', exchangeWithdrawalId: null }));
    expect(book.grant(ask(), start).kind).toBe('alreadyGranted');
  });

  test('behavior: a token handed back is a grant never given', () => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(report({ outcome: 'notSent', exchangeWithdrawalId: null }));
    expect(book.claim('w-1', 1)).toBeNull();
    expect(book.grant(ask({ token: 't-2' }), start)).toEqual({ kind: 'granted' });
  });

  test.each([
    ['before its hand-back', true],
    ['after it', false],
  ])(
    'behavior: a question of an execution that is over, granted %s, leaves no claim of nobody',
    (_title, isGrantedFirst) => {
      const first = aBook();
      if (isGrantedFirst) first.grantEach([ask()], start);
      first.report(report({ outcome: 'notSent', exchangeWithdrawalId: null }));
      const book = new AccountBook(week, JSON.parse(JSON.stringify(first.carry())));
      expect(book.refuseAll([ask()])).toMatchObject([{ kind: 'notNow', refusal: 'handedBack' }]);
      expect(book.grantEach([ask(), ask({ token: 't-2' })], start)).toMatchObject([
        { kind: 'notNow', refusal: 'handedBack' },
        { kind: 'granted' },
      ]);
      expect(book.openClaims).toMatchObject([{ token: 't-2' }]);
    },
  );

  test('behavior: of tokens handed back the latest five hundred are remembered', () => {
    const book = aBook();
    for (let n = 0; n < 600; n += 1)
      book.report(report({ withdrawalId: `w-${n}`, token: `t-${n}`, outcome: 'notSent', exchangeWithdrawalId: null }));
    expect(book.carry().handedBack).toEqual(Array.from({ length: 500 }, (_, index) => `t-${index + 100}`));
  });

  test.each([
    ['another token', report({ outcome: 'notSent', token: 'zombie' })],
    ['no token', report({ outcome: 'notSent', token: null })],
  ])('error: %s cannot hand a grant back', (_title, wrong) => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(wrong);
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'open' });
  });

  test('behavior: paused and busy are refused before anything is written, what was granted is still answered', () => {
    const book = aBook();
    book.grant(ask(), start);
    expect(book.refusal(ask({ withdrawalId: 'w-2' }))).toMatchObject({ type: 'laneBusy' });
    expect(book.refusal(ask({ withdrawalId: 'w-2', laneKey: null }))).toBeNull();
    book.paused = { actor: 'ann', reason: 'audit', at: '' };
    expect(book.refusal(ask({ withdrawalId: 'w-2', laneKey: null }))).toMatchObject({ type: 'accountPaused' });
    expect(book.refusal(ask({ token: 't-2' }))).toBeNull();
  });

  test.each(['accepted', 'rejected'] as const)('behavior: %s frees the lane and is remembered', (outcome) => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(report({ outcome }));
    expect(book.refusal(ask({ withdrawalId: 'w-2' }))).toBeNull();
    expect(book.grant(ask({ token: 't-9' }), start)).toMatchObject({ kind: 'alreadyGranted', claim: { outcome } });
  });

  test('behavior: unknown keeps the lane until it is settled, adopted or taken over', () => {
    for (const free of [
      (b: AccountBook) => b.report(report({ token: null, outcome: 'settled' })),
      (b: AccountBook) => void b.adopt({ withdrawalId: 'w-1', submission: 1, exchangeWithdrawalId: 'x-1' }, start),
      (b: AccountBook) => void b.takeover('w-1'),
    ]) {
      const book = aBook();
      book.grant(ask(), start);
      book.report(report({ outcome: 'unknown' }));
      expect(book.refusal(ask({ withdrawalId: 'w-2' }))).toMatchObject({ type: 'laneBusy' });
      free(book);
      expect(book.refusal(ask({ withdrawalId: 'w-2' }))).toBeNull();
      expect(book.grant(ask({ token: 't-2' }), start).kind).toBe('alreadyGranted');
    }
  });

  test('behavior: revoked before any grant means never; after one it is too late', () => {
    const book = aBook();
    expect(book.revoke('w-1', 1, start)).toEqual({ kind: 'revoked' });
    expect(book.revoke('w-1', 1, start)).toEqual({ kind: 'revoked' });
    expect(book.grant(ask(), start)).toEqual({ kind: 'revoked' });
    book.grant(ask({ withdrawalId: 'w-2' }), start);
    expect(book.revoke('w-2', 1, start).kind).toBe('alreadyGranted');
  });
});

describe('adopted ids', () => {
  test('behavior: one exchange id belongs to one withdrawal, for as long as claims are remembered', () => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(report());
    expect(book.adopt({ withdrawalId: 'w-1', submission: 1, exchangeWithdrawalId: 'x-1' }, start)).toEqual({
      kind: 'adopted',
    });
    expect(book.adopt({ withdrawalId: 'w-2', submission: 1, exchangeWithdrawalId: 'x-1' }, start)).toEqual({
      kind: 'claimedBy',
      withdrawalId: 'w-1',
    });
    expect(book.ownerOf('x-2')).toBeNull();
  });

  test('behavior: after a takeover nobody adopts by likeness while both are unsettled; a person still may', () => {
    const book = aBook();
    book.grant(ask({ laneKey: 'lane' }), start);
    book.takeover('w-1');
    book.grant(ask({ withdrawalId: 'w-2', token: 't-2', laneKey: 'lane' }), start);
    const shown = { withdrawalId: 'w-2', submission: 1, exchangeWithdrawalId: 'x-1' };
    expect(book.adopt(shown, start)).toEqual({ kind: 'contested', withdrawalId: 'w-1' });
    expect(book.ownerOf('x-1')).toBeNull();
    expect(book.adopt({ ...shown, byPerson: true }, start)).toEqual({ kind: 'adopted' });
    // The other one is settled, so what shows up now can only be the first one's.
    expect(book.adopt({ ...shown, withdrawalId: 'w-1', exchangeWithdrawalId: 'x-2' }, start)).toEqual({
      kind: 'adopted',
    });
  });

  test('behavior: a look-up that outlives its withdrawal claims no record of the next; a person still may', () => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(report({ outcome: 'unknown', exchangeWithdrawalId: null }));
    book.report(report({ token: null, outcome: 'settled', exchangeWithdrawalId: null }));
    book.grant(ask({ withdrawalId: 'w-2', token: 't-2' }), start);
    const late = { withdrawalId: 'w-1', submission: 1, exchangeWithdrawalId: 'x-1' };
    expect(book.adopt(late, start)).toEqual({ kind: 'settledWithout' });
    expect(book.adopt({ ...late, withdrawalId: 'w-2' }, start)).toEqual({ kind: 'adopted' });
    expect(book.adopt({ ...late, exchangeWithdrawalId: 'x-2', byPerson: true }, start)).toEqual({ kind: 'adopted' });
    expect([book.ownerOf('x-1'), book.ownerOf('x-2')]).toEqual(['w-2', 'w-1']);
  });
});

describe('memory', () => {
  test('behavior: claims are forgotten only after their lifetime', () => {
    const book = aBook();
    book.grant(ask(), start);
    book.report(report());
    book.grant(ask({ withdrawalId: 'w-2', laneKey: null }), start + week - 1);
    expect(book.claim('w-1', 1)).not.toBeNull();
    book.grant(ask({ withdrawalId: 'w-3', laneKey: null }), start + week + 2 * 3_600_000);
    expect(book.claim('w-1', 1)).toBeNull();
    expect(book.ownerOf('x-1')).toBeNull();
  });

  test('behavior: an open or unknown claim is never forgotten', () => {
    const book = aBook();
    book.grant(ask(), start);
    book.grant(ask({ withdrawalId: 'w-2', laneKey: null }), start + 100 * week);
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'open' });
  });

  test('behavior: full of claims it refuses new grants instead of forgetting old ones', () => {
    const book = aBook();
    for (let n = 0; n < 12_000; n += 1) {
      const withdrawalId = `${'w'.repeat(100)}-${n}`;
      book.grant(ask({ withdrawalId, laneKey: null }), start);
      book.report(report({ withdrawalId, exchangeWithdrawalId: `x-${n}` }));
    }
    expect(book.refusal(ask({ withdrawalId: 'one more', laneKey: null }))).toMatchObject({ type: 'claimsFull' });
    expect(JSON.stringify(book.carry()).length).toBeLessThan(2 * 1024 * 1024);
  });
});

const step = fc.record({
  withdrawal: fc.constantFrom('w-1', 'w-2', 'w-3'),
  execution: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  act: fc.constantFrom(
    'ask',
    'ask',
    'ask',
    'send',
    'send',
    'notSent',
    'unknown',
    'accepted',
    'rejected',
    'revoke',
    'takeover',
    'settle',
    'carry',
    'askLate',
  ),
  lane: fc.constantFrom(null, 'lane-1', 'lane-2'),
});

describe('any order of messages', () => {
  test('behavior: no withdrawal is sent twice, and no two that look alike are in the air at once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
        let book = aBook();
        const lanes = new Map<string, string | null>();
        const mayStillSend = new Map<string, Set<string>>();
        const sent = new Map<string, number>();
        // An execution of the submit activity is a straight line: it never asks again once it sent or handed back.
        const over = new Set<string>();
        const handedBack = new Set<string>();
        for (const { withdrawal, execution, act, lane } of steps) {
          const laneKey = lanes.get(withdrawal) ?? lane;
          lanes.set(withdrawal, laneKey);
          const holders = mayStillSend.get(withdrawal) ?? new Set<string>();
          mayStillSend.set(withdrawal, holders);
          const request = ask({ withdrawalId: withdrawal, token: `${execution}${withdrawal}`, laneKey });
          const token = { withdrawalId: withdrawal, token: `${execution}${withdrawal}`, exchangeWithdrawalId: null };
          const me = `${withdrawal} ${execution}`;
          if (
            act === 'ask' &&
            !over.has(me) &&
            book.refusal(request) === null &&
            book.grant(request, start).kind === 'granted'
          )
            holders.add(execution);
          // It sends only while it believes in its grant; afterwards it can only report.
          else if (act === 'send' && holders.delete(execution)) {
            over.add(me);
            sent.set(withdrawal, (sent.get(withdrawal) ?? 0) + 1);
          } else if (act === 'notSent' && holders.delete(execution)) {
            over.add(me);
            handedBack.add(execution + withdrawal);
            book.report(report({ ...token, outcome: 'notSent' }));
          }
          // It may have asked more than once, and one of its questions may have waited in the server.
          else if (act === 'askLate' && over.has(me)) book.grantEach([request], start);
          else if (act === 'unknown' || act === 'accepted' || act === 'rejected')
            book.report(report({ ...token, outcome: act }));
          else if (act === 'settle') book.report(report({ ...token, token: null, outcome: 'settled' }));
          else if (act === 'revoke') book.revoke(withdrawal, 1, start);
          else if (act === 'takeover') book.takeover(withdrawal);
          else if (act === 'carry') book = new AccountBook(week, JSON.parse(JSON.stringify(book.carry())));
          if ([...sent.values()].some((times) => times > 1)) return false;
          if (book.openClaims.some((claim) => claim.outcome === 'open' && handedBack.has(claim.token ?? '')))
            return false;
          const held = [...book.lanes.values()].map((one) => one.key);
          if (new Set(held).size !== held.length) return false;
        }
        return true;
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('catalogue', () => {
  test('behavior: with the largest one that is kept and all claims that fit, it is handed on within 2 MiB', () => {
    const rule = {
      asset: 'USDT',
      network: 'Tron',
      enabled: true,
      minimum: '1',
      maximum: null,
      decimals: 6,
      fee: null,
      memo: 'unknown',
      addressFamily: 'tron',
      addressPattern: null,
    } as const;
    const one = JSON.stringify(rule).length + 1;
    const largest = Array.from({ length: Math.floor((largestCatalogCharacters - 2) / one) }, () => rule);
    expect([fitsCatalog(largest), fitsCatalog([...largest, rule, rule])]).toEqual([true, false]);
    const book = aBook();
    book.catalog = largest;
    for (let n = 0; book.refusal(ask({ withdrawalId: 'next', laneKey: null })) === null; n += 1) {
      book.grant(ask({ withdrawalId: `w-${n}`, laneKey: null }), start);
      book.report(report({ withdrawalId: `w-${n}`, exchangeWithdrawalId: `${1909879608889339906n + BigInt(n)}` }));
    }
    expect(JSON.stringify(book.carry()).length).toBeLessThan(2 * 1024 * 1024 - 100_000);
  });
});
