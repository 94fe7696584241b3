import { afterAll, describe, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { sharedRows } from './faultTable.ts';
import { judgeWhole, playRow } from './support.ts';

const world = await startWorld({ pollInterval: '50 ms' });
afterAll(() => world.stop());

describe('bitunix: every fault, wherever it strikes', () => {
  test.concurrent.each(sharedRows)('$title', (row) => playRow(world, 'bitunix', row));

  // Awaited after all concurrent ones.
  test('no fault was staged in vain, and the whole ledger holds nothing twice', () =>
    judgeWhole(world, 'bitunix', sharedRows));
});
