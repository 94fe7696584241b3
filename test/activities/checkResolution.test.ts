import { describe, expect, test } from '@jest/globals';

import type { CheckResolutionInput, LostSubmission } from '../../activities/contract.ts';
import type { Resolution } from '../../domain/state.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import {
  aRequest,
  anEnvironment,
  anIntent,
  attempt,
  type Bench,
  createBench,
  failureOf,
  isBenign,
  runIn,
} from './support/bench.ts';
import { byClientId } from './support/submits.ts';

const day = 86_400_000;

function aCheck(
  bench: Bench,
  resolution: Partial<Resolution>,
  change: Partial<CheckResolutionInput> = {},
): CheckResolutionInput {
  const intent = anIntent(bench);
  const lost: LostSubmission = {
    intent,
    baseline: { takenAtMs: bench.clock.now(), exchangeWithdrawalIds: [] },
    lastPossibleSendMs: bench.clock.now(),
  };
  return {
    resolution: { kind: 'adopt', actor: 'ann', evidence: 'seen', ...resolution },
    request: aRequest(bench),
    candidates: [lost],
    submissions: [{ number: 1, intent, outcome: 'unknown', reason: null, message: null }],
    capabilities: bench.fake.capabilities,
    ...change,
  };
}

/** As long as the workflow allows. */
const startToCloseTimeoutMs = 60_000;

const check = (bench: Bench, input: CheckResolutionInput) =>
  bench.clock.run(attempt(bench, 'checkResolution', input, { startToCloseTimeoutMs }));

describe('checkResolution', () => {
  test('behavior: adopts a record that nothing speaks against, and may be repeated', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x9' });
    const input = aCheck(bench, { exchangeWithdrawalId: 'x9' });
    expect(await check(bench, input)).toMatchObject({
      kind: 'accepted',
      submission: 1,
      record: { exchangeWithdrawalId: 'x9' },
    });
    expect(await check(bench, input)).toMatchObject({ kind: 'accepted' });
    expect(bench.accounts.book.ownerOf('x9')).toBe('w-1');
  });

  const others: readonly [string, Partial<WithdrawalRecord>, string][] = [
    ['another asset', { asset: 'BTC' }, 'is of BTC, this withdrawal is of USDT'],
    ['another network', { network: 'Ethereum' }, 'went over Ethereum'],
    ['another address', { address: 'TOther' }, 'went to another address'],
    ['another memo', { memo: '7' }, 'carries another memo'],
    ['another amount', { receivedAmount: '101' }, 'is of another amount (101)'],
    ['long before', { createdAtMs: 0 }, 'was created 1970-01-01'],
  ];
  test.each(others)('error: a record of %s is refused', async (_what, change, because) => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x9', ...change });
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toEqual({
      kind: 'refused',
      because: expect.stringContaining(because),
    });
    expect(bench.accounts.asked).toEqual([]);
  });

  test('error: a record that does not exist, or that another withdrawal has', async () => {
    const bench = createBench();
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({
      because: 'the exchange shows no withdrawal x9 on fake/treasury',
    });
    bench.fake.addRecord({ exchangeWithdrawalId: 'x9' });
    bench.accounts.book.adopt({ withdrawalId: 'w-0', submission: 1, exchangeWithdrawalId: 'x9' }, 0);
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({
      because: 'record x9 belongs to the withdrawal w-0',
    });
  });

  test.each(['confirmNotSent', 'resubmit'] as const)(
    'error: %s is refused while anything could be it, or nobody can tell',
    async (kind) => {
      const bench = createBench({ resubmitAfterMs: day });
      const input = aCheck(bench, { kind });
      await bench.clock.pass(day);
      bench.fake.addRecord();
      expect(await check(bench, input)).toMatchObject({ kind: 'refused', because: expect.stringContaining('(x1)') });
      bench.fake.records.clear();
      bench.fake.unreadableRows = 1;
      expect(await check(bench, input)).toMatchObject({
        kind: 'refused',
        because: expect.stringContaining('could not be read'),
      });
      bench.fake.unreadableRows = 0;
      bench.fake.down = 'noAnswer';
      expect(await check(bench, input)).toMatchObject({
        kind: 'refused',
        because: expect.stringContaining('the exchange could not be read'),
      });
      bench.fake.down = null;
      expect(await check(bench, input)).toEqual({ kind: 'accepted', record: null, submission: 1 });
    },
  );

  test.each(['confirmNotSent', 'resubmit'] as const)(
    'error: %s is refused for the record that made the submit suspicious, though its baseline holds it',
    async (kind) => {
      const bench = createBench({ resubmitAfterMs: 1_000 });
      const requestedAt = new Date(bench.clock.now()).toISOString();
      await bench.clock.pass(120_000);
      const suspect = bench.fake.addRecord({ createdAtMs: bench.clock.now() });
      const old = bench.fake.addRecord({ createdAtMs: bench.clock.now() - 300_000 });
      const baseline = {
        takenAtMs: bench.clock.now(),
        exchangeWithdrawalIds: [suspect.exchangeWithdrawalId, old.exchangeWithdrawalId],
      };
      const input = aCheck(
        bench,
        { kind },
        {
          request: aRequest(bench, { requestedAt }),
          candidates: [{ intent: anIntent(bench), baseline, lastPossibleSendMs: bench.clock.now() }],
        },
      );
      await bench.clock.pass(5_000);
      expect(await check(bench, input)).toMatchObject({
        kind: 'refused',
        because: expect.stringContaining(`(${suspect.exchangeWithdrawalId})`),
      });
      bench.fake.records.delete(suspect.exchangeWithdrawalId);
      expect((await check(bench, input)).kind).toBe('accepted');
    },
  );

  test('error: resubmit too soon, or after the deadline', async () => {
    const bench = createBench({ resubmitAfterMs: day });
    const input = aCheck(bench, { kind: 'resubmit' });
    await bench.clock.pass(day - 1);
    expect(await check(bench, input)).toMatchObject({
      because: expect.stringContaining('only 24 h after the last possible send'),
    });
    await bench.clock.pass(1);
    expect((await check(bench, input)).kind).toBe('accepted');
    const late = { ...input, request: { ...input.request, deadlineAt: new Date(bench.clock.now()).toISOString() } };
    expect(await check(bench, late)).toMatchObject({ because: expect.stringContaining('deadline') });
  });

  test.each(['rateLimited', 'unreachable', 'noAnswer', 'unreadableAnswer'] as const)(
    'behavior: a read that met %s once is tried again, and the record adopted',
    async (reason) => {
      const bench = createBench();
      bench.fake.addRecord({ exchangeWithdrawalId: 'x9' });
      bench.fake.readFailures.push({ reason });
      expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({ kind: 'accepted' });
      expect(bench.clock.monotonic()).toBeLessThan(1_000);
      expect(bench.accounts.book.ownerOf('x9')).toBe('w-1');
    },
  );

  test.each([{}, byClientId])('behavior: so is the look of confirmNotSent (%j)', async (capabilities) => {
    const bench = createBench(capabilities);
    bench.fake.readFailures.push({ reason: 'rateLimited' }, { reason: 'noAnswer' });
    expect(await check(bench, aCheck(bench, { kind: 'confirmNotSent' }))).toMatchObject({ kind: 'accepted' });
    expect(bench.fake.readsMs).toHaveLength(3);
  });

  test('behavior: it waits for as long as the exchange asks', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x9' });
    bench.fake.readFailures.push({ reason: 'rateLimited', retryAfterMs: 12_000 });
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({ kind: 'accepted' });
    expect(bench.clock.monotonic()).toBe(12_000);
  });

  test('error: an exchange that refuses every read refuses the decision in one sentence, within 30 s', async () => {
    const bench = createBench();
    bench.fake.down = 'rateLimited';
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toEqual({
      kind: 'refused',
      because: 'the exchange could not be read, so nothing can be decided now: fake GET /x: rateLimited',
    });
    expect(bench.clock.monotonic()).toBeGreaterThan(20_000);
    expect(bench.clock.monotonic()).toBeLessThanOrEqual(30_000);
    expect(bench.fake.readsMs.length).toBeGreaterThan(5);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  test('error: a wait that the exchange asks for and that is too long is told at once', async () => {
    const bench = createBench();
    bench.fake.readFailures.push({ reason: 'rateLimited', retryAfterMs: 60_000 });
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({
      because: expect.stringMatching(/rateLimited; it asks to wait 60 s$/),
    });
    expect(bench.clock.monotonic()).toBe(0);
  });

  test('error: what only a person can mend is not tried again', async () => {
    const bench = createBench();
    bench.fake.down = 'authRefused';
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({
      because: expect.stringContaining('authRefused'),
    });
    expect(bench.fake.readsMs).toHaveLength(1);
  });

  test('error: a read without an end refuses the decision after 30 s, or half of a shorter attempt', async () => {
    const bench = createBench();
    bench.fake.lookTakesMs = 3_600_000;
    const input = aCheck(bench, { kind: 'confirmNotSent' });
    expect(await check(bench, input)).toMatchObject({ because: expect.stringContaining('no answer within 30 s') });
    expect(bench.clock.monotonic()).toBe(30_000);
    const shorter = attempt(bench, 'checkResolution', input, { startToCloseTimeoutMs: 20_000 });
    expect(await bench.clock.run(shorter)).toMatchObject({ because: expect.stringContaining('no answer within 10 s') });
    expect(bench.clock.monotonic()).toBe(40_000);
  });

  test('behavior: a worker that stops hands the decision over and refuses nothing', async () => {
    const bench = createBench();
    bench.fake.down = 'noAnswer';
    const { environment } = anEnvironment(bench);
    const running = failureOf(
      runIn(bench, environment, 'checkResolution', aCheck(bench, { exchangeWithdrawalId: 'x9' })),
    );
    await bench.clock.pass(700);
    environment.cancel('WORKER_SHUTDOWN');
    expect(isBenign(await bench.clock.run(running))).toBe(true);
  });

  test('behavior: abandon needs nothing of the exchange', async () => {
    const bench = createBench();
    bench.fake.down = 'noAnswer';
    expect((await check(bench, aCheck(bench, { kind: 'abandon' }))).kind).toBe('accepted');
  });

  test('error: without the account workflow nothing is adopted', async () => {
    const bench = createBench();
    bench.fake.addRecord({ exchangeWithdrawalId: 'x9' });
    bench.accounts.missing = true;
    expect(await check(bench, aCheck(bench, { exchangeWithdrawalId: 'x9' }))).toMatchObject({ kind: 'refused' });
  });
});
