import type { TemporalServer } from '../../scripts/server/temporalServer.ts';

type TestRun = { users: number; ready?: Promise<void>; server?: TemporalServer; folder?: string };

const KEY = Symbol.for('withdrawals.testRun');

/** Answers what this jest run has started: on the global object, since jest loads set-up and teardown apart. */
export function testRun(): TestRun {
  const holder = globalThis as { [KEY]?: TestRun };
  return (holder[KEY] ??= { users: 0 });
}
