import { afterAll, describe, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { accountWorkflowId, lateWatchWorkflowId } from '../../workflows/messages.ts';
import { startWorld } from '../support/world.ts';
import {
  ambiguous,
  aStill,
  both,
  by,
  decision,
  eventually,
  following,
  handleOf,
  inReview,
  payByHand,
  startDirectly,
  texts,
  type TestExchange,
} from '../workflows/support/withdrawals.ts';
import { clearHistories, writeHistory } from './support/histories.ts';

/*
 * Plays every path on a real server and records its history for replay.server.test.ts. Not a test: run it by
 * `npm run record:histories` after a change of the workflows that is meant to be incompatible, and before anything
 * of that version is in flight.
 */

// Before anything else: jest starts concurrent tests before it runs a beforeAll.
clearHistories();
const world = await startWorld({ policy: { lateWatch: '3 seconds' } });
const patient = await startWorld({ policy: { lateWatch: '60 seconds' } });
const secrets = [...Object.values(world.env), ...Object.values(patient.env)].filter((value) =>
  /^(secret|key)-/.test(value),
);
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

async function keep(name: string, workflowId: string, from = world): Promise<void> {
  writeHistory(name, await from.temporal.workflow.getHandle(workflowId).fetchHistory(), secrets);
}

/** Waits for its end, then keeps it. */
async function keepSettled(name: string, request: Pick<WithdrawalRequestInput, 'withdrawalId'>): Promise<void> {
  await world.client.result(request.withdrawalId);
  await keep(name, `withdrawal/${request.withdrawalId}`);
}

const idOf = (exchange: TestExchange, request: WithdrawalRequestInput): string =>
  world.accepted(exchange, request)[0]?.exchangeWithdrawalId ?? '';

describe.each(both)('record on %s', (exchange) => {
  const simulator = world.simulators[exchange];
  const named = (path: string): string => `${path}.${exchange}`;

  test.concurrent('delivered', async () => {
    const request = world.request(exchange, { deadlineAt: inMs(3_600_000) });
    await world.client.start(request);
    await keepSettled(named('delivered'), request);
  });

  test.concurrent('validationRefused', async () =>
    keepSettled(named('validationRefused'), await startDirectly(world, world.request(exchange, { asset: 'NOPE' }))));

  test.concurrent('rejected', async () => {
    const request = world.request(exchange, { asset: 'USDC' });
    await world.client.start(request);
    await keepSettled(named('rejected'), request);
  });

  test.concurrent('failed', async () => {
    const request = world.request(exchange);
    simulator.setScript([{ afterMs: 100, status: 'failed' }], { address: request.address });
    await world.client.start(request);
    await keepSettled(named('failed'), request);
  });

  test.concurrent('cancelledBySignal', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await Promise.all([1, 2].map(() => world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 30 })));
    await keepSettled(named('cancelledBySignal'), request);
  });

  test.concurrent('cancelledByTemporal', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await handleOf(world, request).cancel();
    await keepSettled(named('cancelledByTemporal'), request);
  });

  test.concurrent('cancelledAtDeadline', async () => {
    const request = aStill(world, exchange, { deadlineAt: inMs(10_000) });
    await world.client.start(request);
    await keepSettled(named('cancelledAtDeadline'), request);
  });

  test.concurrent('tooLate', async () => {
    const request = aStill(world, exchange);
    simulator.arm({ name: 'cancelLosesRace', on: 'cancel', match: { address: request.address } });
    await following(world, request);
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 30 });
    await keepSettled(named('tooLate'), request);
  });

  test.concurrent('unknownStatus and recordMissing', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    simulator.advance(idOf(exchange, request), { raw: 'RECHECKING' });
    await world.until(request.withdrawalId, (view) => view.attention === 'unknownStatus');
    simulator.arm({ name: 'recordMissing', on: 'any', times: 200, match: { address: request.address } });
    // Does not wait for the attention itself: it may be over before anybody looks.
    await world.until(request.withdrawalId, (view) => texts(view.state).includes('has not shown the record'));
    simulator.advance(idOf(exchange, request), 'completed');
    await keepSettled(named('attention'), request);
  });

  test.concurrent('replyLost', async () => {
    const request = world.request(exchange);
    simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
    await world.client.start(request);
    await keepSettled(named('replyLost'), request);
  });

  test.concurrent('reviewAdopt', async () => {
    if (exchange === 'bitunix') {
      const { request, ours } = await ambiguous(world);
      await world.client.resolve(request.withdrawalId, decision('adopt', ours));
      simulator.advance(ours, 'completed');
      await keepSettled(named('reviewAdopt'), request);
      return;
    }
    const request = await inReview(world, exchange);
    await world.client.resolve(request.withdrawalId, decision('adopt', payByHand(world, exchange, request)));
    await keepSettled(named('reviewAdopt'), request);
  });

  test.concurrent('reviewAbandon, after refused decisions', async () => {
    const request = await inReview(world, exchange);
    for (const refused of [decision('adopt', '4711'), decision('resubmit')])
      await world.client.resolve(request.withdrawalId, refused).catch(() => undefined);
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    await world.client.resolve(request.withdrawalId, decision('abandon'));
    await keepSettled(named('reviewAbandon'), request);
  });

  test.concurrent('reviewConfirmNotSent, and its late watch that stays quiet', async () => {
    const request = await inReview(world, exchange);
    await world.client.resolve(request.withdrawalId, decision('confirmNotSent'));
    await keepSettled(named('reviewConfirmNotSent'), request);
    await world.temporal.workflow.getHandle(lateWatchWorkflowId(request.withdrawalId)).result();
    await keep(named('lateWatchQuiet'), lateWatchWorkflowId(request.withdrawalId));
  });

  test.concurrent('lateWatchContradiction, acknowledged', async () => {
    const request = patient.request(exchange);
    patient.simulators[exchange].arm({
      name: 'acceptThenDropReply',
      on: 'submit',
      match: { address: request.address },
    });
    patient.simulators[exchange].arm({
      name: 'historyLag',
      on: 'any',
      delayMs: 8_000,
      match: { address: request.address },
    });
    await patient.client.start(request);
    await patient.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    await patient.client.resolve(request.withdrawalId, decision('confirmNotSent'));
    const watch = patient.temporal.workflow.getHandle(lateWatchWorkflowId(request.withdrawalId));
    await eventually(
      () =>
        patient.client.resolve(request.withdrawalId, decision('acknowledge')).then(
          () => true,
          () => false,
        ),
      'there was a contradiction to acknowledge',
    );
    await watch.result();
    await keep(named('lateWatchContradiction'), watch.workflowId, patient);
  });

  test.concurrent('recovery', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await handleOf(world, request).terminate('recorded');
    await world.client.start(request);
    simulator.advance(idOf(exchange, request), 'completed');
    await keepSettled(named('recovery'), request);
  });
});

/** After all others: nobody pays from a paused account. */
afterAll(async () => {
  for (const exchange of both) {
    const account = world.accountOf(exchange);
    await world.client.account.pause(account, by);
    const [cancelled, late, recovered] = [
      world.request(exchange),
      world.request(exchange, { deadlineAt: inMs(10_000) }),
      world.request(exchange),
    ];
    for (const request of [cancelled, late, recovered]) {
      await world.client.start(request);
      await world.until(request.withdrawalId, (view) => /paused/.test(view.state?.waitingFor ?? ''));
    }
    await world.client.cancel(cancelled.withdrawalId, { ...by, waitSeconds: 30 });
    await keepSettled(`cancelledBeforeSubmit.${exchange}`, cancelled);
    await handleOf(world, recovered).terminate('recorded');
    await world.client.start(recovered);
    await world.until(recovered.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    await world.client.resolve(recovered.withdrawalId, decision('confirmNotSent'));
    await keepSettled(`recoveryNeverGranted.${exchange}`, recovered);
    await keepSettled(`deadlineBeforeSubmit.${exchange}`, late);
    await world.client.account.resume(account, by);
    await keep(`account.${exchange}`, accountWorkflowId(account));
  }
  await Promise.all([world.stop(), patient.stop()]);
}, 120_000);
