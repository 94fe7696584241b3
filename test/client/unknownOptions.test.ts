import { describe, expect, test } from '@jest/globals';

import { connect } from '../../client/temporal/connect.ts';
import { createWithdrawalClient, type WithdrawalClient } from '../../client/withdrawalClient.ts';
import { accountWorkflowType, withdrawalWorkflowType } from '../../workflows/messages.ts';
import { aRequest } from './support/builders.ts';
import { FakeTemporal } from './support/fakeTemporal.ts';

function setUp(): WithdrawalClient {
  const temporal = new FakeTemporal();
  temporal.add({ workflowId: 'account/bigone/treasury', type: accountWorkflowType, memo: { workerGroup: 'main' } });
  return createWithdrawalClient({ temporal: temporal.client, namespace: 'default' });
}

const by = { actor: 'ada', reason: 'r' };
const said = { actor: 'ada', evidence: 'e' };

/** What a caller without a compiler may write. */
type Call = (client: WithdrawalClient, options: never) => unknown;
const calls: Readonly<Record<string, readonly [call: Call, right: object, typo: string, meant: string | null]>> = {
  list: [(client, options) => client.list(options), { account: 'bigone/treasury' }, 'statsu', 'status'],
  cancel: [(client, options) => client.cancel('w-1', options), by, 'waitSecond', 'waitSeconds'],
  resolve: [(client, options) => client.resolve('w-1', options), { kind: 'abandon', ...said }, 'txId', 'txid'],
  result: [(client, options) => client.result('w-1', options), {}, 'timeout', null],
  'account.pause': [(client, options) => client.account.pause('bigone/treasury', options), by, 'actr', 'actor'],
  'account.resume': [(client, options) => client.account.resume('bigone/treasury', options), by, 'raeson', 'reason'],
  'account.takeover': [
    (client, options) => client.account.takeover('bigone/treasury', options),
    { withdrawalId: 'w-1', ...said },
    'evidenc',
    'evidence',
  ],
  'account.restore': [
    (client, options) => client.account.restore('bigone/treasury', options),
    said,
    'workergroup',
    'workerGroup',
  ],
  createWithdrawalClient: [
    (_client, options) => createWithdrawalClient(options),
    { temporal: new FakeTemporal().client },
    'maxRequestAgeMS',
    'maxRequestAgeMs',
  ],
  connect: [(_client, options) => connect(options), {}, 'adress', 'address'],
};
const rows = Object.entries(calls).map(([name, [call, right, typo, meant]]) => ({ name, call, right, typo, meant }));

/** Also of calls that throw at once. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}

describe('options that do not exist', () => {
  test.each(rows)('error: $name refuses $typo by its name', async ({ call, right, typo, meant }) => {
    const error = await errorOf(() => call(setUp(), { ...right, [typo]: 'x' } as never));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', kind: 'invalidArgument', field: typo });
    expect(String(error)).toContain(`${typo}: expected one of the options `);
    if (meant === null) expect(String(error)).not.toContain('did you mean');
    else expect(String(error)).toContain(`did you mean: ${meant}`);
  });

  test.each(rows)('error: $name without an object', async ({ call }) => {
    for (const nothing of [null, 'text', 7])
      expect(await errorOf(() => call(setUp(), nothing as never))).toMatchObject({ kind: 'invalidArgument' });
  });

  test('error: a field of a request that is misspelt', async () => {
    const { amount, ...rest } = aRequest();
    expect(await errorOf(() => setUp().start({ ...rest, amuont: amount } as never))).toMatchObject({
      kind: 'invalidRequest',
      problems: expect.arrayContaining([
        { field: 'amuont', expected: expect.stringContaining('did you mean amount?') },
        { field: 'amount', expected: expect.stringContaining('decimal') },
      ]),
    });
  });
});

describe('values of a filter that nothing can have', () => {
  test.each([
    [{ since: '2026-01-01' }, 'since'],
    [{ account: 'treasury' }, 'account'],
    [{ account: 7 }, 'account'],
    [{ asset: '' }, 'asset'],
    [{ network: 7 }, 'network'],
    [{ phase: 'DONE' }, 'phase'],
    [{ attention: 'some' }, 'attention'],
    [{ open: 'yes' }, 'open'],
    [{ limit: 0 }, 'limit'],
  ])('error: list(%j)', async (filter, field) => {
    const error = await errorOf(() => setUp().list(filter as never));
    expect(error).toMatchObject({ kind: 'invalidArgument', field });
    // It only reads.
    expect(String(error)).not.toContain('Nothing was sent');
  });

  test('error: an account that nobody has is no empty list', async () => {
    const client = setUp();
    expect(await client.list({ account: 'bigone/treasury' }).toArray()).toEqual([]);
    await expect(client.list({ account: 'bigone/tresury' }).toArray()).rejects.toMatchObject({
      kind: 'accountNotFound',
      message: expect.stringContaining('known: bigone/treasury'),
    });
  });

  test('behavior: an account that is forgotten, but not its withdrawals, has a list', async () => {
    const temporal = new FakeTemporal();
    temporal.add({ workflowId: 'withdrawal/w-1', type: withdrawalWorkflowType });
    const client = createWithdrawalClient({ temporal: temporal.client, namespace: 'default' });
    expect(await client.list({ account: 'bigone/treasury' }).toArray()).toHaveLength(1);
  });
});

describe('what is said of a refused argument', () => {
  test('behavior: that nothing was sent, where something could have been', async () => {
    const client = setUp();
    const refusals = {
      get: await errorOf(() => client.get('a b')),
      result: await errorOf(() => client.result('a b')),
      state: await errorOf(() => client.account.state('nonsense')),
      cancel: await errorOf(() => client.cancel('a b', by)),
      pause: await errorOf(() => client.account.pause('nonsense', by)),
    };
    const told = Object.entries(refusals).map(([name, error]) => [name, String(error).includes('Nothing was sent.')]);
    expect(Object.fromEntries(told)).toEqual({ get: false, result: false, state: false, cancel: true, pause: true });
  });
});
