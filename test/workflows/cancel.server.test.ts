import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, by, following, handleOf, texts } from './support/withdrawals.ts';

const world = await startWorld();
afterAll(() => world.stop());

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe.each(both)('cancel and deadline on %s', (exchange) => {
  test.concurrent('FOLLOWING → CANCELLING → SETTLED (CANCELLED by signal)', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelled', settled: true, status: 'CANCELLED', moneyLeft: 'no' });
    const { state } = await world.client.result(request.withdrawalId);
    expect(state.cancel).toMatchObject({ cause: 'signal', actor: 'ada', lastAnswer: expect.stringMatching(/^taken/) });
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned', status: 'cancelled' }]);
  });

  test.concurrent("FOLLOWING → CANCELLING → SETTLED (CANCELLED by Temporal's own cancel)", async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await handleOf(world, request).cancel();
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: 'CANCELLED',
      moneyLeft: 'no',
      cancel: { cause: 'temporal', outcome: 'cancelled' },
    });
    expect((await handleOf(world, request).describe()).status.name).toBe('COMPLETED');
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  test.concurrent('FOLLOWING → CANCELLING → SETTLED (L1_COMPLETED: the cancel, taken, lost the race)', async () => {
    const request = aStill(world, exchange);
    world.simulators[exchange].arm({ name: 'cancelLosesRace', on: 'cancel', match: { address: request.address } });
    await following(world, request);
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'tooLate', status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(world.left(exchange, request)).toHaveLength(1);
  });

  test.concurrent('CANCELLING → SETTLED (L1_COMPLETED: asked after the broadcast)', async () => {
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    const answered = await world.until(
      request.withdrawalId,
      (view) => (view.state?.cancel?.lastAnswer ?? null) !== null,
    );
    // Whatever was answered: the record is not final, so nothing is settled.
    expect(answered).toMatchObject({
      phase: 'CANCELLING',
      moneyLeft: 'unknown',
      state: { cancel: { outcome: 'pending' } },
    });
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes', cancel: { outcome: 'tooLate' } });
    expect(world.left(exchange, request)).toHaveLength(1);
  });

  test.concurrent('cancel twice: the first counts, the second is noted, the exchange is asked once', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await Promise.all([
      world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 }),
      world.client.cancel(request.withdrawalId, { actor: 'bob', reason: 'me too', waitSeconds: 0 }),
    ]);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'CANCELLED', cancel: { outcome: 'cancelled' } });
    expect(texts(result.state)).toMatch(/cancel asked by (ada|bob).*\(already pending\)/);
    expect(texts(result.state).match(/the exchange took the cancel/g)).toHaveLength(1);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('SETTLED stays as it is when a cancel comes after it', async () => {
    const request = world.request(exchange);
    await world.client.start(request);
    await world.client.result(request.withdrawalId);
    const cancelled = await world.client.cancel(request.withdrawalId, by);
    expect(cancelled).toMatchObject({ outcome: 'alreadySettled', settled: true, moneyLeft: 'yes' });
  });

  test.concurrent('FOLLOWING → CANCELLING → SETTLED (CANCELLED at its deadline)', async () => {
    const request = aStill(world, exchange, { deadlineAt: inMs(10_000) });
    await following(world, request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: 'CANCELLED',
      moneyLeft: 'no',
      cancel: { cause: 'deadline', outcome: 'cancelled' },
    });
    expect(Date.parse(result.cancel?.requestedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(request.deadlineAt ?? ''));
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  test.concurrent('FOLLOWING → SETTLED (L1_COMPLETED) before its deadline, which is then never acted on', async () => {
    const request = world.request(exchange, { deadlineAt: inMs(60_000) });
    await world.client.start(request);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', cancel: null });
  });
});
