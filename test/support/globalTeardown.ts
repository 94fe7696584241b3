import { rmSync } from 'node:fs';

import { testRun } from './testRun.ts';

/** Stops the server of this run and removes its files, once the last jest project is done. */
export default async function globalTeardown(): Promise<void> {
  const run = testRun();
  run.users -= 1;
  if (run.users > 0) return;
  await run.server?.stop();
  if (run.folder !== undefined) rmSync(run.folder, { recursive: true, force: true });
  delete run.ready;
  delete run.server;
  for (const name of ['TEMPORAL_ADDRESS', 'BUNDLE', 'BUNDLE_ERROR']) delete process.env[`WITHDRAWALS_TEST_${name}`];
}
