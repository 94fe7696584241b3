import { describe, expect, test } from '@jest/globals';

import { defaultPolicy } from '../../../domain/policy.ts';
import { aSubmit, createBench, submit } from '../support/bench.ts';
import { inOneMinute } from '../support/submits.ts';

describe('submitWithdrawal: when nothing may be sent any more', () => {
  test('behavior: a deadline that passed before any grant closes the door', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { deadlineAt: inOneMinute(bench) });
    await bench.clock.pass(60_000);
    expect(await submit(bench, input)).toEqual({ kind: 'revoked', because: 'deadline' });
    expect(await submit(bench)).toEqual({ kind: 'revoked', because: 'cancel' });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a deadline that passes between grant and send sends nothing', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { deadlineAt: new Date(bench.clock.now() + 2_000).toISOString() });
    bench.crash.at = async (name) => (name === 'submit.afterGrant' ? bench.clock.sleep(3_000) : undefined);
    expect(await submit(bench, input)).toEqual({ kind: 'revoked', because: 'deadline' });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a request older than its policy allows is never sent', async () => {
    const bench = createBench();
    const input = aSubmit(bench);
    await bench.clock.pass(defaultPolicy.maxRequestAgeMs + 1);
    expect(await submit(bench, input)).toEqual({ kind: 'revoked', because: 'tooOld' });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: recover never sends, and closes the door to a zombie of the older run', async () => {
    const bench = createBench();
    expect(await submit(bench, aSubmit(bench, { mode: 'recover' }))).toEqual({ kind: 'neverGranted' });
    expect(await submit(bench)).toEqual({ kind: 'revoked', because: 'cancel' });
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: recover tells what the account remembers', async () => {
    const bench = createBench();
    const input = aSubmit(bench, { mode: 'recover' });
    bench.fake.scripts.push({ pays: true, answer: 'unknown' });
    await submit(bench);
    expect((await submit(bench, input)).kind).toBe('unknown');
    bench.accounts.book.adopt({ withdrawalId: 'w-1', submission: 1, exchangeWithdrawalId: 'x1' }, bench.clock.now());
    expect(await submit(bench, input)).toMatchObject({ kind: 'accepted', exchangeWithdrawalId: 'x1' });
    expect(bench.fake.ledger).toHaveLength(1);
  });
});
