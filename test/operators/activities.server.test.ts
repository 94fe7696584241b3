import { afterAll, describe, expect, test } from '@jest/globals';
import { temporal } from '@temporalio/proto';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { aStill, by, eventually, following, texts } from '../workflows/support/withdrawals.ts';
import { activityOf } from './support/tampering.ts';
import { startWays, type Way } from './support/ways.ts';

const { PendingActivityState } = temporal.api.enums.v1;

const { ways, stop } = await startWays();
const paused = await startWays();
for (const { world, exchange } of paused.fenced) await world.client.account.pause(world.accountOf(exchange), by);
afterAll(() => Promise.all([stop(), paused.stop()]));

/** Starts it and waits until the exchange has accepted it. The exchange's answer comes later. */
async function inMidSend({ world, exchange }: Way, answer: { afterMs: number }): Promise<WithdrawalRequestInput> {
  const request = world.request(exchange);
  world.simulators[exchange].arm({
    name: 'slow',
    on: 'submit',
    delayMs: answer.afterMs,
    match: { address: request.address },
  });
  await world.client.start(request);
  await eventually(() => world.accepted(exchange, request).length === 1, 'it was sent');
  return request;
}

async function waitingForGrant({ world, exchange }: Way): Promise<WithdrawalRequestInput> {
  const request = world.request(exchange);
  await world.client.start(request);
  await world.until(request.withdrawalId, ({ state }) => /paused/.test(state?.waitingFor ?? ''));
  return request;
}

/** Starts it while every submit is surely refused, by the rate limit. */
async function beforeSend({
  world,
  exchange,
}: Way): Promise<{ request: WithdrawalRequestInput; submit: ReturnType<typeof activityOf> }> {
  const request = world.request(exchange);
  world.simulators[exchange].arm({
    name: 'tooManyRequests',
    on: 'submit',
    times: 1_000,
    delayMs: 1_000,
    match: { address: request.address },
  });
  await world.client.start(request);
  const submit = activityOf(world, request, 'submitWithdrawal');
  await submit.when(({ lastFailure }) => lastFailure !== null);
  return { request, submit };
}

async function expectDeliveredOnce({ world, exchange }: Way, request: WithdrawalRequestInput): Promise<string> {
  const result = await world.client.result(request.withdrawalId);
  expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
  expect(world.accepted(exchange, request)).toHaveLength(1);
  expect(world.left(exchange, request)).toHaveLength(1);
  return texts(result.state);
}

describe('the submit in mid-send', () => {
  test.concurrent.each(ways)('SUBMITTING, activity reset twice → SETTLED, delivered once ($name)', async (way) => {
    const request = await inMidSend(way, { afterMs: 3_000 });
    const submit = activityOf(way.world, request, 'submitWithdrawal');
    await submit.reset();
    await submit.reset({ resetHeartbeat: true });
    await expectDeliveredOnce(way, request);
  });

  test.concurrent.each(ways)(
    'SUBMITTING, start-to-close cut so that it times out in mid-send → SETTLED, delivered once ($name)',
    async (way) => {
      const request = await inMidSend(way, { afterMs: 8_000 });
      const submit = activityOf(way.world, request, 'submitWithdrawal');
      await submit.change({ startToCloseTimeout: { seconds: 1 as never } }, ['start_to_close_timeout']);
      const second = await submit.when(({ attempt, lastFailure }) => (attempt ?? 0) > 1 && lastFailure !== null);
      expect(second.lastFailure?.timeoutFailureInfo).toBeTruthy();
      await submit.reset({ restoreOriginalOptions: true });
      await expectDeliveredOnce(way, request);
    },
  );

  test.concurrent.each(ways)(
    'SUBMITTING, ended by hand as failed while its answer is on the way → SETTLED, delivered once ($name)',
    async (way) => {
      const request = await inMidSend(way, { afterMs: 3_000 });
      await activityOf(way.world, request, 'submitWithdrawal').fail();
      expect(await expectDeliveredOnce(way, request)).toContain('submitWithdrawal was ended from outside');
    },
  );

  test.concurrent.each(
    ways.flatMap((way) =>
      [null, 'done', { kind: 'success' }].map((answer) => ({ ...way, answer, told: JSON.stringify(answer) })),
    ),
  )(
    'SUBMITTING, ended by hand as done ($told) while its answer is on the way → SETTLED, delivered once ($name)',
    async ({ answer, ...way }) => {
      const request = await inMidSend(way, { afterMs: 3_000 });
      await activityOf(way.world, request, 'submitWithdrawal').complete(answer);
      expect(await expectDeliveredOnce(way, request)).toContain('submitWithdrawal was ended from outside');
    },
  );

  test.concurrent.each(ways)(
    'SUBMITTING, paused in mid-send, timed out, unpaused with fresh attempts → SETTLED, delivered once ($name)',
    async (way) => {
      const request = await inMidSend(way, { afterMs: 8_000 });
      const submit = activityOf(way.world, request, 'submitWithdrawal');
      await submit.pause();
      await submit.change({ startToCloseTimeout: { seconds: 1 as never } }, ['start_to_close_timeout']);
      await submit.when(
        ({ paused: isPaused, state }) =>
          isPaused === true && state !== PendingActivityState.PENDING_ACTIVITY_STATE_STARTED,
      );
      await submit.reset({ restoreOriginalOptions: true, keepPaused: true });
      await submit.unpause({ resetAttempts: true });
      await expectDeliveredOnce(way, request);
    },
  );
});

describe('the submit that waits for its grant', () => {
  test.concurrent.each(paused.fenced)(
    'SUBMITTING, allowed one attempt only → taken up again → resumed → SETTLED, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = await waitingForGrant(way);
      const submit = activityOf(world, request, 'submitWithdrawal');
      const { activityId } = await submit.when(({ lastFailure }) => lastFailure !== null);
      await submit.change({ retryPolicy: { maximumAttempts: 1 } }, ['retry_policy.maximum_attempts']);
      await submit.reset();
      await submit.when((again) => again.activityId !== activityId);
      expect(world.accepted(exchange, request)).toHaveLength(0);
      await world.client.account.resume(world.accountOf(exchange), by);
      expect(await expectDeliveredOnce(way, request)).toContain('submitWithdrawal was ended from outside');
      await world.client.account.pause(world.accountOf(exchange), by);
    },
  );
});

describe('the submit before it sends', () => {
  test.concurrent.each(ways)(
    'SUBMITTING, paused → nothing is sent → unpaused → SETTLED, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const { request, submit } = await beforeSend(way);
      await submit.pause();
      await submit.when(({ state }) => state === PendingActivityState.PENDING_ACTIVITY_STATE_PAUSED);
      world.simulators[exchange].disarm();
      // Another one, not paused, goes on: so this one does not wait for lack of a worker.
      const next = world.request(exchange);
      await world.client.start(next);
      await world.client.result(next.withdrawalId);
      expect(world.accepted(exchange, request)).toHaveLength(0);
      await submit.unpause({ resetAttempts: true, resetHeartbeat: true });
      await expectDeliveredOnce(way, request);
    },
  );
});

describe('following', () => {
  test.concurrent.each(ways)(
    'FOLLOWING, its wait ended by hand in every way → SETTLED, delivered once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = aStill(world, exchange);
      const { exchangeWithdrawalId } = await following(world, request);
      const wait = activityOf(world, request, 'awaitStatusChange');
      const endings = [wait.fail, () => wait.complete(null), () => wait.complete({ kind: 'L1_COMPLETED' })];
      for (const end of endings) {
        const { activityId } = await wait.when();
        await end();
        await wait.when((again) => again.activityId !== activityId);
        expect(await world.client.get(request.withdrawalId)).toMatchObject({
          phase: 'FOLLOWING',
          status: 'PENDING',
          moneyLeft: 'unknown',
          exchangeWithdrawalId,
        });
      }
      await wait.reset();
      await wait.pause();
      await wait.unpause();
      world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
      expect((await expectDeliveredOnce(way, request)).match(/awaitStatusChange was ended from outside/g)).toHaveLength(
        endings.length,
      );
    },
  );
});
