import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { runInWorld, startOptions } from './support/runInWorld.ts';

const world = await startWorld();
// The early check knows the assets only after the worker has told the account its catalog.
const both = ['bigone', 'bitunix'] as const;
for (const exchange of both)
  while ((await world.client.account.state(world.accountOf(exchange))).assets === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
afterAll(() => world.stop());

const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();
const xrp = { bigone: 'Ripple', bitunix: 'XRP' };
const rippleAddress = 'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH';

type Row = {
  readonly what: string;
  readonly change: (exchange: 'bigone' | 'bitunix') => Record<string, unknown>;
  readonly field: string;
  readonly expected: RegExp;
  /** Cannot be typed in a terminal. */ readonly libraryOnly?: true;
};

const rows: readonly Row[] = [
  { what: 'amount 1e-7', change: () => ({ amount: '1e-7' }), field: 'amount', expected: /plain positive decimal/ },
  { what: 'amount "0"', change: () => ({ amount: '0' }), field: 'amount', expected: /more than zero/ },
  { what: 'amount -1', change: () => ({ amount: '-1' }), field: 'amount', expected: /no sign/ },
  { what: 'amount 1,5', change: () => ({ amount: '1,5' }), field: 'amount', expected: /no comma/ },
  {
    what: 'amount with 30 decimals',
    change: () => ({ amount: `1.${'1'.repeat(30)}` }),
    field: 'amount',
    expected: /at most 18 decimals/,
  },
  {
    what: 'amount with more decimals than the network has',
    change: () => ({ amount: '100.123456789012345678' }),
    field: 'amount',
    expected: /at most 6 decimals|decimals/,
  },
  { what: 'amount below the minimum', change: () => ({ amount: '0.5' }), field: 'amount', expected: /20/ },
  {
    what: 'amount as a number',
    change: () => ({ amount: 100.5 }),
    field: 'amount',
    expected: /in quotes/,
    libraryOnly: true,
  },
  {
    what: 'unknown account',
    change: (exchange) => ({ account: `${exchange}/nobody` }),
    field: 'account',
    expected: /one of .*bigone\//,
  },
  { what: 'unknown exchange', change: () => ({ account: 'mtgox/main' }), field: 'account', expected: /one of / },
  { what: 'unknown asset', change: () => ({ asset: 'USDTT' }), field: 'asset', expected: /USDT/ },
  { what: 'unknown network', change: () => ({ network: 'Ethereun' }), field: 'network', expected: /Ethereum/ },
  {
    what: 'no memo where the network demands one',
    change: (exchange) => ({ asset: 'XRP', network: xrp[exchange], address: rippleAddress, amount: '50' }),
    field: 'memo',
    expected: /memo/,
  },
  {
    what: 'address of another chain',
    change: () => ({ address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU' }),
    field: 'address',
    expected: /EVM address/,
  },
  {
    what: 'address with a wrong checksum',
    change: () => ({ address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'.replace('5aA', '5AA') }),
    field: 'address',
    expected: /checksum/,
  },
  {
    what: 'id with odd characters',
    change: () => ({ withdrawalId: 'w 1;drop/../é' }),
    field: 'withdrawalId',
    expected: /1 to 128 characters/,
  },
  {
    what: 'id of 10,000 characters',
    change: () => ({ withdrawalId: 'w'.repeat(10_000) }),
    field: 'withdrawalId',
    expected: /1 to 128 characters/,
  },
  {
    what: 'requestedAt too old',
    change: () => ({ requestedAt: minutes(-8 * 24 * 60) }),
    field: 'requestedAt',
    expected: /not older than 7 days/,
  },
  {
    what: 'requestedAt in the future',
    change: () => ({ requestedAt: minutes(10) }),
    field: 'requestedAt',
    expected: /not in the future/,
  },
  {
    what: 'requestedAt that is no time',
    change: () => ({ requestedAt: 'yesterday' }),
    field: 'requestedAt',
    expected: /UTC/,
  },
  {
    what: 'deadline that has passed',
    change: () => ({ deadlineAt: minutes(-1) }),
    field: 'deadlineAt',
    expected: /not passed/,
  },
  {
    what: 'a field that does not exist',
    change: () => ({ adress: '0x0' }),
    field: 'adress',
    expected: /no such field/,
    libraryOnly: true,
  },
];

async function expectNothingStarted(withdrawalId: string): Promise<void> {
  const handle = world.temporal.workflow.getHandle(`withdrawal/${withdrawalId}`);
  // The server itself refuses an id of 10,000 characters, so there is nothing under it either.
  await expect(handle.describe()).rejects.toThrow(/not found|length|exceeds/i);
}

describe.each(both)('bad input for %s', (exchange) => {
  test.concurrent.each(rows)(
    'error: $what (library): the field is named, nothing started or sent',
    async ({ change, field, expected }) => {
      const request = { ...world.request(exchange), ...change(exchange) };
      const error = await world.client.start(request).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({
        kind: 'invalidRequest',
        problems: expect.arrayContaining([{ field, expected: expect.stringMatching(expected) }]),
      });
      expect(String(error)).toContain('Nothing was started');
      await expectNothingStarted(request.withdrawalId);
    },
  );

  test.concurrent.each(rows.filter(({ libraryOnly }) => libraryOnly === undefined))(
    'error: $what (command line): exit code 2, the field is named, nothing started or sent',
    async ({ change, field, expected }) => {
      const request = { ...world.request(exchange), ...change(exchange) };
      const { exitCode, stdout, stderr } = await runInWorld(world, [...startOptions(request), '--json']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(JSON.parse(stderr)).toMatchObject({
        error: 'invalidRequest',
        problems: expect.arrayContaining([{ field, expected: expect.stringMatching(expected) }]),
      });
      await expectNothingStarted(request.withdrawalId);
    },
  );

  test.concurrent('error: amount as a number in a file (command line)', async () => {
    const request = world.request(exchange);
    const { exitCode, stderr } = await runInWorld(
      world,
      ['start', '--file', '-'],
      JSON.stringify({ ...request, amount: 100.5 }),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/amount: expected a decimal in quotes/);
    await expectNothingStarted(request.withdrawalId);
  });

  test.concurrent('error: several wrong fields are named at once', async () => {
    const request = { ...world.request(exchange), amount: '0', asset: '', network: ' ' };
    await expect(world.client.start(request)).rejects.toMatchObject({
      problems: [{ field: 'asset' }, { field: 'network' }, { field: 'amount' }],
    });
  });
});

test('nothing at all was ever booked by either exchange', () => {
  for (const exchange of both) expect(world.simulators[exchange].ledger.accepted()).toEqual([]);
});
