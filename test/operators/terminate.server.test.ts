import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { aStill, by, decision, eventually, following, handleOf, inReview } from '../workflows/support/withdrawals.ts';
import { startWays, type Way } from './support/ways.ts';

const { ways, fenced, stop } = await startWays();
/** Their accounts are paused for good: what is started there waits for its grant. */
const paused = await startWays();
/** Their exchanges cannot be reached from the start. */
const silent = await startWays();
for (const { world, exchange } of paused.fenced) await world.client.account.pause(world.accountOf(exchange), by);
for (const { world, exchange } of silent.ways) await world.simulators[exchange].pause();
afterAll(() => Promise.all([stop(), paused.stop(), silent.stop()]));

/** Terminates it and starts the same request again: that run looks it up, and sends nothing by itself. */
async function startAgain({ world }: Way, request: WithdrawalRequestInput): Promise<void> {
  await handleOf(world, request).terminate('a test');
  expect(await world.client.start(request)).toMatchObject({ joined: false, recovery: true });
}

/** Nobody can know whether the terminated run had sent it: a person is asked. */
async function expectReviewOf({ world, exchange }: Way, request: WithdrawalRequestInput): Promise<void> {
  expect(await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW')).toMatchObject({
    attention: 'review',
    moneyLeft: 'unknown',
    state: { recovery: true },
  });
  await world.client.resolve(request.withdrawalId, decision('confirmNotSent'));
  expect(await world.client.result(request.withdrawalId)).toMatchObject({
    status: 'FAILED',
    moneyLeft: 'no',
    settlement: { by: 'resolution' },
  });
  expect(world.accepted(exchange, request)).toHaveLength(0);
}

async function expectDeliveredOnce({ world, exchange }: Way, request: WithdrawalRequestInput): Promise<void> {
  expect(await world.client.result(request.withdrawalId)).toMatchObject({
    status: 'L1_COMPLETED',
    moneyLeft: 'yes',
    state: { recovery: true },
  });
  expect(world.accepted(exchange, request)).toHaveLength(1);
  expect(world.left(exchange, request)).toHaveLength(1);
}

describe('terminated and started again', () => {
  // Takes longest: the look-up covers the time until the last moment at which the first run's grant could
  // have been used.
  test.concurrent.each(fenced)('NEEDS_REVIEW (nothing was booked) → NEEDS_REVIEW; never sent ($name)', async (way) => {
    const request = await inReview(way.world, way.exchange);
    await startAgain(way, request);
    await expectReviewOf(way, request);
  });

  test.concurrent('VALIDATING (exchange away) → NEEDS_REVIEW when it is back; never sent', async () => {
    const requests = silent.ways.map(({ world, exchange }) => world.request(exchange));
    for (const [n, way] of silent.ways.entries()) {
      const request = requests[n] as WithdrawalRequestInput;
      await way.world.client.start(request);
      await way.world.until(request.withdrawalId, ({ phase }) => phase === 'VALIDATING');
      await startAgain(way, request);
    }
    for (const { world, exchange } of silent.ways) await world.simulators[exchange].resume();
    await Promise.all(silent.ways.map((way, n) => expectReviewOf(way, requests[n] as WithdrawalRequestInput)));
  });

  test.concurrent.each(paused.fenced)(
    'SUBMITTING (waiting for its grant) → NEEDS_REVIEW; never sent, also once grants are given again ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange);
      await world.client.start(request);
      await world.until(request.withdrawalId, ({ state }) => /paused/.test(state?.waitingFor ?? ''));
      await startAgain(way, request);
      await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW');
      await world.client.account.resume(world.accountOf(exchange), by);
      // An execution of the terminated run may still come back. That the next one is paid shows that grants are given.
      const next = world.request(exchange);
      await world.client.start(next);
      expect(await world.client.result(next.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
      await expectReviewOf(way, request);
    },
  );

  test.concurrent.each(ways)(
    'SUBMITTING (sent, its answer on the way) → SETTLED, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange);
      world.simulators[exchange].arm({
        name: 'slow',
        on: 'submit',
        delayMs: 3_000,
        match: { address: request.address },
      });
      await world.client.start(request);
      await eventually(() => world.accepted(exchange, request).length === 1, 'it was sent');
      await startAgain(way, request);
      await expectDeliveredOnce(way, request);
    },
  );

  test.concurrent.each(ways)(
    'SUBMITTING (answer lost, record not shown yet) → SETTLED, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange);
      world.simulators[exchange].arm({
        name: 'acceptThenDropReply',
        on: 'submit',
        match: { address: request.address },
      });
      world.simulators[exchange].arm({
        name: 'historyLag',
        on: 'submit',
        delayMs: 2_000,
        match: { address: request.address },
      });
      await world.client.start(request);
      await eventually(() => world.accepted(exchange, request).length === 1, 'it was sent');
      await startAgain(way, request);
      await expectDeliveredOnce(way, request);
    },
  );

  test.concurrent.each(ways)('FOLLOWING, twice → SETTLED, delivered once ($name)', async (way) => {
    const { world, exchange } = way;
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    for (const _time of [1, 2]) {
      await startAgain(way, request);
      await world.until(
        request.withdrawalId,
        (view) => view.phase === 'FOLLOWING' && view.exchangeWithdrawalId === exchangeWithdrawalId,
      );
    }
    await handleOf(world, request).terminate('a test');
    await expect(world.client.result(request.withdrawalId)).rejects.toMatchObject({
      kind: 'abnormalEnd',
      moneyLeft: 'unknown',
    });
    await world.client.start(request);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    await expectDeliveredOnce(way, request);
  });

  test.concurrent.each(ways)('CANCELLING → SETTLED as the record says, sent once ($name)', async (way) => {
    const { world, exchange } = way;
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    await world.until(request.withdrawalId, ({ phase }) => phase === 'CANCELLING');
    await startAgain(way, request);
    await world.until(request.withdrawalId, (view) => view.exchangeWithdrawalId === exchangeWithdrawalId);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    await expectDeliveredOnce(way, request);
  });

  test.concurrent.each(fenced)(
    'NEEDS_REVIEW (record hidden) → SETTLED once it shows, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange);
      const hidden = { match: { address: request.address } };
      world.simulators[exchange].arm({ name: 'acceptThenDropReply', on: 'submit', ...hidden });
      world.simulators[exchange].arm({ name: 'historyLag', on: 'submit', delayMs: 6_000, ...hidden });
      await world.client.start(request);
      await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW');
      await startAgain(way, request);
      await expectDeliveredOnce(way, request);
    },
  );

  test.concurrent.each(ways)(
    'SETTLED: starting it again joins; nothing new is sent ($name)',
    async ({ world, exchange }) => {
      const request = world.request(exchange);
      const { runId } = await world.client.start(request);
      await world.client.result(request.withdrawalId);
      expect(await world.client.start(request)).toMatchObject({ joined: true, runId });
      expect(world.accepted(exchange, request)).toHaveLength(1);
    },
  );
});
