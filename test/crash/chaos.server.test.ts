import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@jest/globals';

const main = fileURLToPath(new URL('../../dist/scripts/chaos/main.js', import.meta.url));
/** A server, exchanges and workers of its own; kills and freezes come sooner than in a long run. */
const short = [
  '--withdrawals',
  '100',
  '--seed',
  '1',
  '--kill-every',
  '15-25',
  '--server-restarts',
  '1',
  '--simulator-restarts',
  '1',
  '--freeze-seconds',
  '12',
  '--patience',
  '480',
  '--json',
];

type Ended = { readonly code: unknown; readonly out: string; readonly said: string };

function run(): Promise<Ended> {
  const { TEMPORAL_ADDRESS: _address, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...short], { env, maxBuffer: 2 ** 26 }, (error, out, said) =>
      resolve({ code: error === null ? 0 : error.code, out, said }),
    );
  });
}

function findings(said: string): string[] {
  return said
    .split('\n')
    .filter((line) => /FOUND|BY ITSELF|DOES NOT HOLD/.test(line))
    .map((line) => line.slice(0, 300));
}

// Through faults, killed, frozen and drained workers, a restart of Temporal and of an exchange.
test('100 withdrawals through chaos: none twice, none lost, no false final, no leak', async () => {
  const { code, out, said } = await run();
  const report = JSON.parse(out.trim().split('\n').at(-1) || 'null') as Record<string, unknown> | null;
  // All that the run printed is shown. Its findings come first, since a long output is cut.
  if (code !== 0) throw new Error([...findings(said), said].join('\n'));
  expect(report).toMatchObject({
    seed: 1,
    withdrawals: 100,
    serverRestarts: 1,
    workersEndedThemselves: 0,
    doubleSends: 0,
    lost: 0,
    falseFinals: 0,
    needsReviewUnjustified: 0,
    refusedNeedlessly: 0,
    leaks: 0,
    notSearched: 0,
  });
  for (const trouble of [
    'workerKills',
    'workerFreezes',
    'workerDrains',
    'simulatorRestarts',
    'exchangeStalls',
    'accountPauses',
    'lookalikes',
    'needsReview',
  ])
    expect([trouble, report?.[trouble]]).not.toEqual([trouble, 0]);
}, 720_000);
