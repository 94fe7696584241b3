import { describe, expect, test } from '@jest/globals';

import { defaultPolicy } from '../../../domain/policy.ts';
import { aSubmit, anIntent, createBench, failureOf, isBenign, submit } from '../support/bench.ts';

describe('submitWithdrawal and obstacles', () => {
  test('behavior: a missing account is told once, then waited for, then it goes on', async () => {
    const bench = createBench();
    bench.accounts.missing = true;
    expect(await submit(bench)).toMatchObject({ kind: 'waiting', obstacle: 'accountMissing' });
    const input = aSubmit(bench, { knownObstacle: 'accountMissing' });
    const failure = await failureOf(submit(bench, input));
    expect(isBenign(failure)).toBe(true);
    expect(failure.message).toContain('waiting for the account workflow of fake/treasury');
    bench.accounts.missing = false;
    expect((await submit(bench, input)).kind).toBe('accepted');
  });

  test('behavior: a paused account holds it up', async () => {
    const bench = createBench();
    bench.accounts.book.paused = { actor: 'ann', reason: 'audit', at: '' };
    expect(await submit(bench)).toMatchObject({ kind: 'waiting', obstacle: 'accountPaused' });
    const failure = await failureOf(submit(bench, aSubmit(bench, { knownObstacle: 'accountPaused' })));
    expect(failure.nextRetryDelay).toBeLessThanOrEqual(15_000);
    expect(bench.fake.ledger).toHaveLength(0);
  });

  test('behavior: a busy lane is waited for in silence, and told when it lasts', async () => {
    const bench = createBench();
    bench.accounts.book.grant(
      { withdrawalId: 'w-0', submission: 1, token: 't', laneKey: anIntent(bench).laneKey, baseline: null },
      bench.clock.now(),
    );
    const scheduledTimestampMs = bench.clock.now();
    const silent = await failureOf(submit(bench, aSubmit(bench), { scheduledTimestampMs }));
    expect(silent.type).toBe('laneBusy');
    expect(isBenign(silent)).toBe(true);
    await bench.clock.pass(defaultPolicy.laneBlockedMs);
    expect(await submit(bench, aSubmit(bench), { scheduledTimestampMs })).toMatchObject({
      kind: 'waiting',
      obstacle: 'laneBlocked',
    });
    const known = await failureOf(submit(bench, aSubmit(bench, { knownObstacle: 'laneBlocked' })));
    expect(known.type).toBe('laneBusy');
    const gone = await submit(bench, aSubmit(bench, { knownObstacle: 'accountPaused' }));
    expect(gone).toMatchObject({ kind: 'waiting', obstacle: null });
    expect(bench.fake.ledger).toHaveLength(0);
  });
});
