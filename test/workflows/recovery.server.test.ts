import { randomUUID } from 'node:crypto';

import { afterAll, describe, expect, test } from '@jest/globals';

import { createWithdrawalClient } from '../../client/index.ts';
import { accountWorkflowId } from '../../workflows/messages.ts';
import { startWorld } from '../support/world.ts';
import { aStill, both, by, following, handleOf } from './support/withdrawals.ts';

const world = await startWorld();
afterAll(() => world.stop());

/** Its account workflows are terminated; the other world's stay. */
const orphaned = await startWorld();
afterAll(() => orphaned.stop());

describe.each(both)('recovery on %s', (exchange) => {
  test.concurrent('FOLLOWING, terminated, started again → FOLLOWING → SETTLED (delivered), accepted once', async () => {
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    await handleOf(world, request).terminate('a test');
    await expect(world.client.result(request.withdrawalId)).rejects.toMatchObject({
      kind: 'abnormalEnd',
      moneyLeft: 'unknown',
    });
    expect(await world.client.start(request)).toMatchObject({ joined: false, recovery: true });
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      exchangeWithdrawalId,
      state: { recovery: true },
    });
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('SUBMITTING (answer on its way), terminated, started again → SETTLED (delivered once)', async () => {
    const request = world.request(exchange);
    world.simulators[exchange].arm({ name: 'slow', on: 'submit', delayMs: 4_000, match: { address: request.address } });
    await world.client.start(request);
    await world.until(request.withdrawalId, () => world.accepted(exchange, request).length === 1);
    await handleOf(world, request).terminate('a test');
    await world.client.start(request);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      state: { recovery: true },
    });
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('SETTLED, started again → joins; nothing new is sent', async () => {
    const request = world.request(exchange);
    const first = await world.client.start(request);
    await world.client.result(request.withdrawalId);
    expect(await world.client.start(request)).toMatchObject({ joined: true, runId: first.runId });
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('started by two clients at once → one run, accepted once', async () => {
    const request = world.request(exchange);
    const clients = [0, 1, 2, 3].map(() => createWithdrawalClient({ temporal: world.temporal }));
    const started = await Promise.all(clients.map((client) => client.start(request)));
    expect(started.filter(({ joined }) => !joined)).toHaveLength(1);
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
    await world.client.result(request.withdrawalId);
    for (const client of clients) client.close();
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('reset to each of its workflow tasks → delivered each time, accepted once in all', async () => {
    const request = world.request(exchange);
    const { runId } = await world.client.start(request);
    await world.client.result(request.withdrawalId);
    const { events } = await handleOf(world, request, runId).fetchHistory();
    const tasks = (events ?? [])
      .filter((event) => event.workflowTaskCompletedEventAttributes)
      .map(({ eventId }) => eventId);
    expect(tasks.length).toBeGreaterThan(2);
    for (const workflowTaskFinishEventId of tasks) {
      const reset = await world.temporal.workflowService.resetWorkflowExecution({
        namespace: world.temporal.options.namespace,
        workflowExecution: { workflowId: `withdrawal/${request.withdrawalId}`, runId },
        reason: 'a test',
        requestId: randomUUID(),
        workflowTaskFinishEventId: workflowTaskFinishEventId ?? null,
      });
      expect(await handleOf(world, request, reset.runId).result()).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      expect(world.accepted(exchange, request)).toHaveLength(1);
    }
  });

  // The one in doubt is looked up.
  test.concurrent('account terminated → accountMissing → restored → the next delivered, the doubtful not', async () => {
    const account = orphaned.accountOf(exchange);
    const before = orphaned.request(exchange);
    await orphaned.client.start(before);
    await orphaned.client.result(before.withdrawalId);
    await orphaned.temporal.workflow.getHandle(accountWorkflowId(account)).terminate('a test');
    const request = orphaned.request(exchange);
    await orphaned.client.start(request);
    const seen = await orphaned.until(request.withdrawalId, (view) => view.attention === 'accountMissing');
    expect(seen).toMatchObject({ phase: 'SUBMITTING' });
    expect(orphaned.accepted(exchange, request)).toHaveLength(0);
    // Clocks may differ by a minute, so what was started within it may have been granted by the old run.
    const restored = await orphaned.client.account.restore(account, {
      actor: by.actor,
      evidence: 'it was terminated by a test',
      quietMs: 100,
    });
    expect(restored).toMatchObject({
      account,
      unreadable: [],
      paused: null,
      withdrawals: 2,
      openClaims: 1,
      closedClaims: 1,
    });
    const doubted = await orphaned.until(
      request.withdrawalId,
      (view) => view.attention === null && view.state?.submissions[0]?.outcome === 'unknown',
    );
    expect(doubted).toMatchObject({ phase: 'SUBMITTING', moneyLeft: 'unknown' });
    const next = orphaned.request(exchange);
    await orphaned.client.start(next);
    expect(await orphaned.client.result(next.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(orphaned.accepted(exchange, next)).toHaveLength(1);
    expect(orphaned.accepted(exchange, request)).toHaveLength(0);
    // What was paid before is still known: it joins, and nothing is sent.
    expect(await orphaned.client.start(before)).toMatchObject({ joined: true });
    expect(orphaned.simulators[exchange].ledger.accepted()).toHaveLength(2);
  });
});
