import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { both, startDirectly, texts } from './support/withdrawals.ts';

const world = await startWorld({ policy: { confirmMoneyBack: '1200 ms' } });
afterAll(() => world.stop());

describe.each(both)('withdrawal on %s that comes to nothing', (exchange) => {
  test.concurrent('VALIDATING → SETTLED (refused at validation), nothing sent', async () => {
    const request = await startDirectly(world, world.request(exchange, { asset: 'NOPE' }));
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: null,
      moneyLeft: 'no',
      settlement: { by: 'validation', reason: 'invalidRequest' },
      exchangeWithdrawalId: null,
    });
    expect(result.settlement.message).toMatch(/^asset: expected one of .*USDT/);
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('VALIDATING → SETTLED (deadline already past when it is checked)', async () => {
    const request = await startDirectly(
      world,
      world.request(exchange, { deadlineAt: new Date(Date.now() - 1_000).toISOString() }),
    );
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ moneyLeft: 'no', settlement: { by: 'validation', reason: 'deadlinePassed' } });
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('SUBMITTING → SETTLED (FAILED: refused by the exchange for lack of funds)', async () => {
    // Nobody gave this account any USDC.
    const request = world.request(exchange, { asset: 'USDC' });
    await world.client.start(request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: 'FAILED',
      moneyLeft: 'no',
      settlement: { by: 'refusal', reason: 'insufficientFunds' },
    });
    expect(result.state.submissions).toMatchObject([{ number: 1, outcome: 'rejected' }]);
    expect(world.accepted(exchange, request)).toHaveLength(0);
  });

  test.concurrent('FOLLOWING → SETTLED (FAILED), only after two reads that are spaced', async () => {
    const request = world.request(exchange);
    world.simulators[exchange].setScript([{ afterMs: 100, status: 'failed' }], { address: request.address });
    await world.client.start(request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'FAILED', moneyLeft: 'no', settlement: { by: 'record' } });
    const [, firstReadAt] = /first read at (\S+) and confirmed/.exec(texts(result.state)) ?? [];
    expect(Date.parse(result.settlement.at) - Date.parse(firstReadAt ?? '')).toBeGreaterThanOrEqual(1_200);
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  test.concurrent('FOLLOWING → SETTLED (L1_COMPLETED) past a single read that says FAILED', async () => {
    const request = world.request(exchange);
    world.simulators[exchange].setScript([{ afterMs: 2_500, status: 'completed' }], { address: request.address });
    world.simulators[exchange].arm({
      name: 'statusFlapping',
      on: 'any',
      times: 1,
      match: { address: request.address },
    });
    await world.client.start(request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(world.simulators[exchange].armedFaultHits('statusFlapping')).toBeGreaterThan(0);
    expect(texts(result.state)).not.toContain('FAILED');
    expect(world.left(exchange, request)).toHaveLength(1);
  });
});
