import { searchAttributeNames } from '../../../domain/searchAttributes.ts';
import { startTemporalServer } from '../../../scripts/server/startTemporalServer.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

/** A world with a Temporal server to itself: for tests of what is listed there, and of what no worker answers. */
export async function startLonelyWorld(options: WorldOptions = {}): Promise<World> {
  const server = await startTemporalServer({
    durable: false,
    searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
    log: () => undefined,
  });
  const shared = process.env['WITHDRAWALS_TEST_TEMPORAL_ADDRESS'];
  process.env['WITHDRAWALS_TEST_TEMPORAL_ADDRESS'] = server.address;
  try {
    const world = await startWorld(options);
    return {
      ...world,
      async stop() {
        await world.stop();
        await server.stop();
      },
    };
  } finally {
    process.env['WITHDRAWALS_TEST_TEMPORAL_ADDRESS'] = shared;
  }
}
