import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';

// At the top and not in beforeAll, which jest does not await for concurrent tests.
const world = await startWorld();
afterAll(() => world.stop());

describe.each(['bigone', 'bitunix'] as const)('withdrawal on %s', (exchange) => {
  test.concurrent('VALIDATING → SUBMITTING → FOLLOWING → SETTLED (delivered)', async () => {
    const request = world.request(exchange);
    await world.client.start(request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes', settlement: { by: 'record' } });
    expect(result.txid).toBe(world.left(exchange, request)[0]?.txid);
    expect(world.accepted(exchange, request)).toHaveLength(1);
  });
});
