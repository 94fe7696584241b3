import { afterAll, describe, expect, test } from '@jest/globals';

import type { RepeatGuid } from '../../simulator/index.ts';
import { startWorld, type World } from '../support/world.ts';
import { judge, pathOf, settled } from './support.ts';

const policy = { reconcileWindow: '10 seconds' };
const doubting = await startWorld({ policy });
const trusting = await startWorld({ policy, options: { bigone: { trustGuid: true } } });
afterAll(() => Promise.all([doubting.stop(), trusting.stop()]));

/** The reply is lost, and the record shows only well after a retry. Code that would send again sends again. */
async function loseReply(world: World, mode: RepeatGuid): Promise<void> {
  const simulator = world.simulators.bigone;
  simulator.setRepeatGuid(mode);
  const request = world.request('bigone');
  const match = { address: request.address };
  simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match });
  simulator.arm({ name: 'historyLag', on: 'submit', match, delayMs: 3_500 });
  const before = simulator.requestCounts()['POST /viewer/withdrawals'] ?? 0;
  await world.client.start(request);
  const result = await settled(world, request);
  expect([pathOf(result), result.status]).toEqual(['SUBMITTING → FOLLOWING → SETTLED', 'L1_COMPLETED']);
  judge(world, 'bigone', request, result);
  expect(world.accepted('bigone', request)).toHaveLength(1);
  const sends = (simulator.requestCounts()['POST /viewer/withdrawals'] ?? 0) - before;
  // Without trust in the guid it is sent once, whatever the exchange would have done with a second send.
  if (world === doubting) expect(sends).toBe(1);
  else expect(sends).toBeGreaterThan(1);
}

// One after the other: the mode is the whole exchange's.
describe('bigone: a repeated guid, reply lost', () => {
  test.each(['sameRecord', 'error', 'secondWithdrawal'] as const)(
    'SUBMITTING → FOLLOWING → SETTLED with one send (answered: %s)',
    (mode) => loseReply(doubting, mode),
  );
  test.each(['sameRecord', 'error'] as const)('SUBMITTING → FOLLOWING → SETTLED, trustGuid (answered: %s)', (mode) =>
    loseReply(trusting, mode),
  );
});
