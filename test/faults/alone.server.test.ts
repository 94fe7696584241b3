import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { lonelyRows, skippedCells } from './faultTable.ts';
import { judge, pathOf, person, playRow, refusalOf, settled, type Exchange } from './support.ts';

// These faults need an exchange to themselves, so each exchange plays one row after the other.
const world = await startWorld();
afterAll(() => world.stop());

const lastAt: Record<Exchange, Promise<unknown>> = { bigone: Promise.resolve(), bitunix: Promise.resolve() };
function alone(exchange: Exchange, play: () => Promise<void>): Promise<void> {
  const mine = lastAt[exchange].then(play);
  lastAt[exchange] = mine.catch(() => undefined);
  return mine;
}

const exchanges = ['bigone', 'bitunix'] as const;
const rows = lonelyRows.flatMap((row) => exchanges.map((exchange) => ({ exchange, title: row.title, row })));

// One block: jest runs blocks one after the other, even those of concurrent tests.
describe('faults that meet everybody at an exchange', () => {
  test.concurrent.each(rows)('$exchange: $title', ({ exchange, row }) =>
    alone(exchange, () => playRow(world, exchange, row)),
  );

  test.concurrent.each(exchanges)(
    '%s: SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED (insufficientFundsLocked: a later refusal proves nothing)',
    (exchange) =>
      alone(exchange, async () => {
        const [first, second] = [world.request(exchange), world.request(exchange)];
        const simulator = world.simulators[exchange];
        simulator.arm({ name: 'insufficientFundsLocked', on: 'submit', match: { address: first.address } });
        simulator.arm({ name: 'historyLag', on: 'submit', match: { address: first.address }, delayMs: 7_000 });
        await world.client.start(first);
        await world.until(first.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
        await world.client.start(second);
        expect(await settled(world, second)).toMatchObject({
          status: 'FAILED',
          moneyLeft: 'no',
          settlement: { by: 'refusal', reason: 'insufficientFunds' },
        });
        expect(world.accepted(exchange, second)).toHaveLength(0);
        expect(await refusalOf(world, first, { kind: 'resubmit', ...person })).toMatch(
          /submitted again only 24 h after/,
        );
        const result = await settled(world, first);
        expect(pathOf(result)).toBe('SUBMITTING → NEEDS_REVIEW → FOLLOWING → SETTLED');
        judge(world, exchange, first, result);
        expect(world.left(exchange, first)).toHaveLength(1);
      }),
  );
});

test('only these faults make no sense where they are', () => {
  expect(skippedCells).toEqual([
    'insufficientFundsLocked on follow',
    'insufficientFundsLocked on cancel',
    'historyLag on cancel',
    'cancelLosesRace on follow',
  ]);
});
