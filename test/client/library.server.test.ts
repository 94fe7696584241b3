import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, handleOf } from '../workflows/support/withdrawals.ts';
import { startLonelyWorld } from './support/ownServer.ts';

const world = await startWorld();
afterAll(() => world.stop());

describe.each(both)('client on %s', (exchange) => {
  test.concurrent('start: the same request again joins; one run, one withdrawal', async () => {
    const request = world.request(exchange);
    const first = await world.client.start(request);
    expect(first).toMatchObject({ joined: false, recovery: false, workflowId: `withdrawal/${request.withdrawalId}` });
    expect(await world.client.start(request)).toMatchObject({ joined: true, runId: first.runId });
    await world.client.result(request.withdrawalId);
    expect(await world.client.start({ ...request, memo: null, deadlineAt: null })).toMatchObject({
      joined: true,
      runId: first.runId,
    });
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('start: another content under the same id is refused by the name of the field', async () => {
    const request = aStill(world, exchange);
    await world.client.start(request);
    const others = {
      amount: '100.50',
      address: `0x${'1'.repeat(40)}`,
      asset: 'USDC',
      requestedAt: new Date(Date.parse(request.requestedAt) - 1).toISOString(),
      deadlineAt: new Date(Date.now() + 60_000).toISOString(),
    };
    for (const [field, value] of Object.entries(others)) {
      await expect(world.client.start({ ...request, [field]: value })).rejects.toMatchObject({
        kind: 'differentContent',
        field,
        withdrawalId: request.withdrawalId,
      });
    }
    await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
    expect(world.simulators[exchange].ledger.accepted({ address: request.address })).toHaveLength(1);
    expect(world.simulators[exchange].ledger.accepted({ address: others.address })).toHaveLength(0);
  });

  test.concurrent('get: follows from state to result; unknown ids are told, with ids that look alike', async () => {
    const request = aStill(world, exchange);
    await world.client.start(request);
    const open = await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
    expect(open).toMatchObject({ source: 'state', moneyLeft: 'unknown', result: null, run: { status: 'RUNNING' } });
    world.simulators[exchange].advance(open.exchangeWithdrawalId ?? '', 'completed');
    await world.client.result(request.withdrawalId);
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      source: 'result',
      moneyLeft: 'yes',
      phase: 'SETTLED',
      run: { status: 'COMPLETED' },
    });
    await expect(world.client.get(`${request.withdrawalId}x`)).rejects.toMatchObject({ kind: 'withdrawalNotFound' });
  });

  test.concurrent('result: 50 at once, in the order asked for, each delivered once', async () => {
    const requests = Array.from({ length: 50 }, () => world.request(exchange));
    await Promise.all(requests.map((request) => world.client.start(request)));
    const results = await world.client.result(requests.map(({ withdrawalId }) => withdrawalId));
    expect(results.map(({ withdrawalId }) => withdrawalId)).toEqual(requests.map(({ withdrawalId }) => withdrawalId));
    for (const result of results) expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    for (const request of requests) expect(world.accepted(exchange, request)).toHaveLength(1);
  });

  test.concurrent('result: a timeout says that it goes on', async () => {
    const request = aStill(world, exchange);
    await world.client.start(request);
    await expect(world.client.result(request.withdrawalId, { timeoutSeconds: 0.5 })).rejects.toMatchObject({
      kind: 'resultTimeout',
    });
    expect((await handleOf(world, request).describe()).status.name).toBe('RUNNING');
  });
});

/** Without a word of gRPC's. */
const plainlyUnanswered =
  /^its state cannot be read now: no worker (answered within 5 s|has asked for its work lately|has taken it up yet)$/;

describe('client while no worker runs', () => {
  test('start is taken, get tells what Temporal knows, nobody answers for the account; a worker goes on', async () => {
    const lonely = await startLonelyWorld({ worker: false });
    try {
      const first = await lonely.startWorker();
      await first.drain();
      await first.done;
      const request = lonely.request('bigone');
      expect(await lonely.client.start(request)).toMatchObject({ joined: false });
      expect(await lonely.client.start(request)).toMatchObject({ joined: true });
      const view = await lonely.client.get(request.withdrawalId);
      expect(view).toMatchObject({
        source: 'visibility',
        moneyLeft: 'unknown',
        phase: 'VALIDATING',
        state: null,
        result: null,
        missingBecause: expect.stringMatching(plainlyUnanswered),
      });
      await expect(lonely.client.account.state(request.account)).rejects.toMatchObject({
        kind: 'noWorker',
        sentence: 'No worker answered: the state cannot be read now.',
        facts: { reason: expect.stringMatching(/^no worker /) },
      });
      expect(lonely.accepted('bigone', request)).toHaveLength(0);
      await lonely.startWorker();
      expect(await lonely.client.result(request.withdrawalId)).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      expect(lonely.accepted('bigone', request)).toHaveLength(1);
    } finally {
      await lonely.stop();
    }
  });
});
