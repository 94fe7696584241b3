import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { both, by, decision, handleOf, texts } from './support/withdrawals.ts';

const world = await startWorld();
for (const exchange of both) await world.client.account.pause(world.accountOf(exchange), by);
afterAll(() => world.stop());

/** A world whose exchanges cannot be reached, before anything was read from them. */
const silent = await startWorld();
for (const exchange of both) await silent.simulators[exchange].pause();
afterAll(() => silent.stop());

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const blocked = (view: { state: { waitingFor: string } | null }): boolean =>
  /paused/.test(view.state?.waitingFor ?? '');

describe.each(both)('withdrawal on %s that was never granted', (exchange) => {
  test.concurrent('VALIDATING → SETTLED (cancelledBeforeSubmit) while the exchange cannot be reached', async () => {
    const request = silent.request(exchange);
    await silent.client.start(request);
    const cancelled = await silent.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelledBeforeSubmit', settled: true, status: null, moneyLeft: 'no' });
    const { state } = await silent.client.result(request.withdrawalId);
    expect(texts(state)).not.toContain('SUBMITTING');
    expect(silent.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('SUBMITTING → SETTLED (cancelledBeforeSubmit) while the account is paused', async () => {
    const request = world.request(exchange);
    await world.client.start(request);
    const waiting = await world.until(request.withdrawalId, blocked);
    // Somebody paused it on purpose and knows.
    expect(waiting).toMatchObject({ phase: 'SUBMITTING', attention: null });
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelledBeforeSubmit', settled: true, moneyLeft: 'no' });
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: null,
      settlement: { by: 'cancelBeforeSubmit' },
      state: { submissions: [{ outcome: 'notSent' }] },
    });
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent("SUBMITTING → SETTLED (cancelledBeforeSubmit by Temporal's own cancel)", async () => {
    const request = world.request(exchange);
    await world.client.start(request);
    await world.until(request.withdrawalId, blocked);
    await handleOf(world, request).cancel();
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      moneyLeft: 'no',
      cancel: { cause: 'temporal', outcome: 'cancelledBeforeSubmit' },
    });
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('SUBMITTING → SETTLED (deadlineBeforeSubmit) while the account is paused', async () => {
    const request = world.request(exchange, { deadlineAt: inMs(10_000) });
    await world.client.start(request);
    await world.until(request.withdrawalId, blocked);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: null,
      moneyLeft: 'no',
      settlement: { by: 'deadlineBeforeSubmit', reason: 'deadlinePassed' },
    });
    expect(Date.parse(result.settlement.at)).toBeGreaterThanOrEqual(Date.parse(request.deadlineAt ?? ''));
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('SUBMITTING, terminated, started again before any grant → NEEDS_REVIEW (never sent)', async () => {
    const request = world.request(exchange);
    await world.client.start(request);
    await world.until(request.withdrawalId, blocked);
    await handleOf(world, request).terminate('a test');
    expect(await world.client.start(request)).toMatchObject({ joined: false, recovery: true });
    const view = await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW');
    expect(view).toMatchObject({
      attention: 'review',
      moneyLeft: 'unknown',
      state: { recovery: true, submissions: [{ number: 1, outcome: 'unknown' }] },
    });
    await world.client.resolve(request.withdrawalId, decision('confirmNotSent'));
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'FAILED',
      moneyLeft: 'no',
      settlement: { by: 'resolution' },
    });
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });
});
