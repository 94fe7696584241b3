import { describe, expect, test } from '@jest/globals';

import type { GrantRequest, OutcomeReport } from '../../../domain/accountState.ts';
import { AccountBook } from '../../../workflows/account/accountBook.ts';

const nowMs = 1_700_000_000_000;
const key = { withdrawalId: 'w-1', submission: 1 };
const request: GrantRequest = { ...key, token: 't1', laneKey: 'lane', baseline: null };
const report = (outcome: OutcomeReport['outcome'], token: string | null = 't1'): OutcomeReport => ({
  ...key,
  token,
  outcome,
  exchangeWithdrawalId: null,
});

/** A book whose one submission was granted, and revoked afterwards. */
function aBook(): AccountBook {
  const book = new AccountBook(7 * 86_400_000, undefined);
  expect(book.grant(request, nowMs).kind).toBe('granted');
  expect(book.revoke('w-1', 1, nowMs)).toMatchObject({ kind: 'alreadyGranted', claim: { outcome: 'open' } });
  return book;
}

describe('a submission that was revoked after it was granted', () => {
  test('may not be sent again', () => {
    const book = aBook();
    expect(book.repeatRefusal(key)).toMatchObject({ type: 'stopped' });
    book.report(report('unknown'));
    expect(book.repeatRefusal(key)).toMatchObject({ type: 'stopped' });
  });

  test('ends as revoked when its holder says that it sent nothing, and frees its lane', () => {
    const book = aBook();
    book.report(report('notSent'));
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'revoked' });
    expect(book.laneHolder('lane')).toBeNull();
    expect(book.grant({ ...request, token: 't2' }, nowMs)).toEqual({ kind: 'revoked' });
    expect(book.revoke('w-1', 1, nowMs)).toEqual({ kind: 'revoked' });
  });

  test('ends as revoked when its holder asks again, since that one has sent nothing', () => {
    const book = aBook();
    expect(book.grant(request, nowMs)).toEqual({ kind: 'revoked' });
    expect(book.openClaims).toEqual([]);
  });

  test('stays granted for another execution, which cannot know what the holder did', () => {
    const book = aBook();
    expect(book.grant({ ...request, token: 't2' }, nowMs).kind).toBe('alreadyGranted');
    book.report(report('notSent', 't2'));
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'open', stopped: true });
  });

  test('is accepted all the same where the send had happened', () => {
    const book = aBook();
    book.report({ ...report('accepted'), exchangeWithdrawalId: 'x1' });
    expect(book.claim('w-1', 1)).toMatchObject({ outcome: 'accepted', exchangeWithdrawalId: 'x1' });
  });

  test('stays so over continue-as-new', () => {
    const next = new AccountBook(7 * 86_400_000, aBook().carry());
    expect(next.repeatRefusal(key)).toMatchObject({ type: 'stopped' });
  });
});

test('a full book refuses a grant, and forgets its oldest hours for a permit', () => {
  const claims = (hour: number) =>
    Array.from(
      { length: 16_000 },
      (_, n) => [`withdrawal-${hour}-${n}`, 1, 'accepted', `exchange-id-${hour}-${n}`] as const,
    );
  const hour = Math.floor(nowMs / 3_600_000);
  const closed = [hour - 2, hour - 1].map((one) => ({ hour: one, claims: claims(one) }));
  const book = new AccountBook(7 * 86_400_000, { ...new AccountBook(1, undefined).carry(), closed });
  expect(book.refusal(request)).toMatchObject({ type: 'claimsFull' });
  const permit = { ...request, laneKey: null, repeatable: true } as const;
  expect(book.refusal(permit)).toBeNull();
  expect(book.grant(permit, nowMs)).toEqual({ kind: 'granted' });
  expect(book.claim(`withdrawal-${hour - 2}-0`, 1)).toBeNull();
  expect(book.claim(`withdrawal-${hour - 1}-0`, 1)).toMatchObject({ outcome: 'accepted' });
  expect(book.refusal({ ...request, withdrawalId: 'w-2', laneKey: null })).toBeNull();
});

test('a repeat is refused while the account is paused, and allowed otherwise', () => {
  const book = new AccountBook(7 * 86_400_000, undefined);
  book.grant(request, nowMs);
  expect(book.repeatRefusal(key)).toBeNull();
  book.paused = { actor: 'ann', reason: 'audit', at: '' };
  expect(book.repeatRefusal(key)).toEqual({ type: 'accountPaused', message: 'account paused by ann: audit' });
});
