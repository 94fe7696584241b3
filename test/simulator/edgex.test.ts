import { createHash, createHmac } from 'node:crypto';

import { afterEach, describe, expect, test } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { getPublicKey, pedersen, sign } from '@scure/starknet';

import { isSignedBy, nonceOf, transferHash, withdrawalToAddressHash } from '../../simulator/edgex/stark.ts';
import {
  createManualClock,
  startSimulator,
  type ManualClock,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/index.ts';
import { lost, send, type Answer } from './support.ts';

const key = '0463ac809cc7d7c1baf0123456789abcdef0123456789abcdef0123456789abc';
const l2PublicKey = '0x04976220672d8dd94c792fec78608e369f0aec957f41d6a4112bc2acafaeed4c';
const accountId = '543429922991899150';
const address = '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A';
const asset = '0x33bda5c923bae4e84825b74762d5482889b9512465fbffc50d1ae4b82e345c3';
const lp = { id: '542076087396467085', key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028' };
const startMs = 1_750_003_200_000;
const expireTime = String(startMs + 14 * 86_400_000 - ((startMs + 14 * 86_400_000) % 3_600_000));
const assets = '/api/v1/private/assets';
const low = '/api/v1/private/withdraw';
const order = 0x0800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;

const hex64 = (value: bigint) => value.toString(16).padStart(64, '0');
function signed(hash: bigint, privateKey = key): string {
  const { r, s } = sign(`0x${hash.toString(16)}`, privateKey);
  return hex64(r) + hex64(s);
}

/* The tests' own reading of the rules, apart from the simulator's. */
const P = (a: bigint, b: bigint) => BigInt(pedersen(a, b));
const nonce = (clientId: string) => BigInt(`0x${createHash('sha256').update(clientId).digest('hex').slice(0, 8)}`);
const hours = (expire: string) => BigInt(expire) / 3_600_000n;
const withdrawalHash = (clientId: string, units: bigint, expire = expireTime, to = address) =>
  P(
    P(BigInt(asset), BigInt(to)),
    ((((((((7n << 64n) | BigInt(accountId)) << 32n) | nonce(clientId)) << 64n) | units) << 32n) | hours(expire)) << 49n,
  );
const crossHash = (clientId: string, units: bigint, expire = expireTime) =>
  P(
    P(
      P(P(BigInt(asset), 0n), BigInt(lp.key)),
      (((((BigInt(accountId) << 64n) | BigInt(lp.id)) << 64n) | BigInt(accountId)) << 32n) | nonce(clientId),
    ),
    (((((4n << 64n) | units) << 64n) << 32n) | hours(expire)) << 81n,
  );

type Fields = Record<string, string | undefined>;
type Tampering = {
  timestamp?: string;
  privateKey?: string;
  signature?: string;
  headers?: Record<string, string>;
  signedFields?: Fields;
};
type Client = {
  simulator: Simulator;
  clock: ManualClock;
  get: (path: string, query?: Fields, extra?: Tampering) => Promise<Answer>;
  post: (path: string, body: Fields, extra?: Tampering) => Promise<Answer>;
};

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

async function withEdgex(options: Partial<SimulatorOptions> = {}): Promise<Client> {
  const clock = createManualClock(startMs);
  const accounts = [
    { apiKey: 'k', apiSecret: 's', passphrase: 'p', accountId, l2PublicKey, balances: { USDT: '100' } },
  ];
  const simulator = await startSimulator({
    exchange: 'edgex',
    accounts,
    clock,
    script: [{ afterMs: 1e12, status: 'completed' }],
    ...options,
  });
  running.push(simulator);

  function headers(method: string, path: string, fields: Fields, extra: Tampering): Record<string, string> {
    const timestamp = extra.timestamp ?? String(clock.now());
    const pairs = Object.entries(extra.signedFields ?? fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value ?? ''}`);
    const message = timestamp + method + path + pairs.join('&');
    const hash = BigInt(`0x${Buffer.from(keccak_256(Buffer.from(message))).toString('hex')}`) % order;
    const mac = createHmac('sha256', Buffer.from('s').toString('base64')).update(message).digest('hex');
    return {
      'X-edgeX-Api-Timestamp': timestamp,
      'X-edgeX-Api-Signature': extra.signature ?? signed(hash, extra.privateKey),
      'X-edgeX-Api-Key': 'k',
      'X-edgeX-Passphrase': 'p',
      'X-edgeX-Timestamp': timestamp,
      'X-edgeX-Signature': mac,
      ...extra.headers,
    };
  }
  return {
    simulator,
    clock,
    get(path, query = {}, extra = {}) {
      const text = Object.entries(query)
        .map(([name, value]) => `${name}=${value ?? ''}`)
        .join('&');
      return send(
        'GET',
        `${simulator.baseUrl}${path}${text === '' ? '' : `?${text}`}`,
        undefined,
        headers('GET', path, query, extra),
      );
    },
    post: (path, body, extra = {}) =>
      send('POST', simulator.baseUrl + path, JSON.stringify(body), headers('POST', path, body, extra)),
  };
}

const normal = (clientId = '745410645654877', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '1.000000',
  ethAddress: address,
  clientWithdrawId: clientId,
  expireTime,
  l2Signature: signed(withdrawalHash(clientId, 1_000_000n)),
  ...more,
});
const cross = (clientId = '7', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '18',
  ethAddress: address,
  erc20Address: '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9',
  lpAccountId: lp.id,
  clientCrossWithdrawId: clientId,
  expireTime,
  l2Signature: signed(crossHash(clientId, 18_000_000n)),
  fee: '2',
  chainId: '42161',
  ...more,
});
const lowLevel = (clientId = '9', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '1',
  ethAddress: address,
  erc20Address: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
  clientWithdrawId: clientId,
  riskSignature: 'ab'.repeat(64),
  l2Nonce: String(nonce(clientId)),
  l2ExpireTime: expireTime,
  l2Signature: signed(withdrawalHash(clientId, 1_000_000n)),
  extraType: '',
  extraDataJson: '',
  ...more,
});
const creates = [
  ['normal', `${assets}/createNormalWithdraw`, normal, 'withdrawId'],
  ['cross', `${assets}/createCrossWithdraw`, cross, 'crossWithdrawId'],
  ['low-level', `${low}/createWithdraw`, lowLevel, 'withdrawId'],
] as const;

describe('the hashes, on values known from elsewhere', () => {
  test('the published request sample of a normal withdrawal', () => {
    const hash = withdrawalToAddressHash({
      assetId: asset,
      accountId: '551109015904453258',
      address,
      clientId: '745410645654877',
      units: 1_000_000n,
      expireMs: 1_735_887_600_000,
    });
    expect(hash).toBe(0x30b76fa59a12c02a13828b3668e425188a8c822fb34fc6b0880251e66a5f02en);
    const published =
      '007bf80407c6a7bb14f5ca3b848a5d908627993f23b073c902e359a6fa4a6a92040cea4c98e25e35ad1d8cc4e18758c463c45bf451299ce55aa49abbdb916d03';
    expect(isSignedBy(published, hash, '0x03eec711e360695bb44b1170057a25340303c1f16893a8def7450e44294405a8')).toBe(
      true,
    );
  });

  test('the published sample of a transfer', () => {
    expect(
      transferHash({
        assetId: asset,
        accountId,
        clientId: '3877531064364166',
        units: 1_000_000n,
        expireMs: 1_735_873_200_000,
        receiverAccountId: '551109015904453258',
        receiverKey: '0x03eec711e360695bb44b1170057a25340303c1f16893a8def7450e44294405a8',
      }),
    ).toBe(0xef894bf1cacc9d1df61febcf2a98c57e87e309b52e3614d4be7cb3a1f782an);
  });

  test.each([
    ['745410645654877', 2958869932],
    ['21163368294502694', 808219],
  ])('the nonce of %s', (clientId, expected) => expect(nonceOf(clientId)).toBe(expected));
});

describe.each(creates)('creating a %s withdrawal', (name, path, make, idName) => {
  test('answers an id, books it once, locks what it costs', async () => {
    const { post, simulator } = await withEdgex();
    const { status, json } = await post(path, make());
    expect([status, json.code, json.data[idName]]).toEqual([200, 'SUCCESS', '1054639949233524736']);
    expect(simulator.ledger.accepted()).toHaveLength(1);
    expect(simulator.balanceOf('k', 'USDT').locked).toBe(name === 'cross' ? '20' : '1');
  });

  test.each([
    ['another amount', { amount: '2' }],
    [
      'another expiry',
      { expireTime: String(Number(expireTime) - 3_600_000), l2ExpireTime: String(Number(expireTime) - 3_600_000) },
    ],
    ['another client id', { clientWithdrawId: '11', clientCrossWithdrawId: '11' }],
    ['a signature of somebody else', { l2Signature: signed(5n, '1234') }],
  ] as [string, Fields][])('%s than was signed is refused and nothing is booked', async (_, change) => {
    const { post, simulator } = await withEdgex();
    const fields = make();
    const changed = Object.fromEntries(Object.entries({ ...fields, ...change }).filter(([field]) => field in fields));
    const { json } = await post(path, changed);
    expect([json.code, simulator.ledger.entries().length]).toEqual(['STAGED_L2_SIGNATURE_INVALID', 0]);
  });

  test('another address than was signed is refused, except across chains, where it is not part of the signature', async () => {
    const { post, simulator } = await withEdgex();
    const { json } = await post(path, make(undefined, { ethAddress: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7B' }));
    expect([json.code, simulator.ledger.entries().length]).toEqual(
      name === 'cross' ? ['SUCCESS', 1] : ['STAGED_L2_SIGNATURE_INVALID', 0],
    );
  });

  test('the same again is answered the same id; the same id with other fields is refused', async () => {
    const { post, simulator } = await withEdgex();
    const [first, second] = [await post(path, make('21')), await post(path, make('21'))];
    expect(second.json.data).toEqual(first.json.data);
    const units = 2_000_000n;
    const other = await post(
      path,
      make('21', {
        amount: '2',
        l2Signature: signed(name === 'cross' ? crossHash('21', units) : withdrawalHash('21', units)),
      }),
    );
    expect([other.json.code, simulator.ledger.accepted().length]).toEqual(['STAGED_CLIENT_ID_USED', 1]);
  });

  test('the same again can be answered an error', async () => {
    const { post, simulator } = await withEdgex({ edgex: { repeatClientId: 'error' } });
    await post(path, make());
    expect([(await post(path, make())).json.code, simulator.ledger.accepted().length]).toEqual([
      'STAGED_CLIENT_ID_USED',
      1,
    ]);
  });

  test('less than 24 hours until its expiry is refused', async () => {
    const { post, simulator } = await withEdgex();
    const expire = String(startMs - (startMs % 3_600_000) + 23 * 3_600_000);
    const hash = name === 'cross' ? crossHash('31', 18_000_000n, expire) : withdrawalHash('31', 1_000_000n, expire);
    const { json } = await post(
      path,
      make('31', { [name === 'low-level' ? 'l2ExpireTime' : 'expireTime']: expire, l2Signature: signed(hash) }),
    );
    expect([json.code, simulator.ledger.entries()]).toEqual(['GATEWAY_PARAM_INVALID', []]);
  });

  test('more than there is is refused', async () => {
    const { post, simulator } = await withEdgex();
    simulator.setBalance('k', 'USDT', '0.5');
    expect([(await post(path, make())).json.code, simulator.ledger.entries()]).toEqual([
      'STAGED_BALANCE_NOT_ENOUGH',
      [],
    ]);
  });

  test('a lost answer leaves it booked', async () => {
    const { post, simulator } = await withEdgex();
    simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
    expect([await lost(post(path, make())), simulator.ledger.accepted().length]).toEqual(['ECONNRESET', 1]);
  });
});

describe('requests', () => {
  const orders = `${assets}/getAllOrdersPage`;

  test.each([
    ['another key', { privateKey: '1234' }, 'INVALID_API_KEY'],
    ['one digit changed', { signature: '1'.repeat(128) }, 'INVALID_API_KEY'],
    ['too short', { signature: 'ab' }, 'INVALID_API_KEY'],
    ['a query that was not signed', { signedFields: { accountId, size: '2' } }, 'INVALID_API_KEY'],
    ['an old time', { timestamp: String(startMs - 61_000) }, 'STAGED_TIMESTAMP_EXPIRED'],
    ['no signature', { headers: { 'X-edgeX-Api-Signature': '' } }, 'GATEWAY_HEADER_REQUIRED'],
  ])('%s is refused', async (_, extra, code) => {
    const { get } = await withEdgex();
    expect((await get(orders, { accountId, size: '1' }, extra)).json.code).toBe(code);
  });

  test("the third part, if there is one, must be the key's Y", async () => {
    const { get, clock } = await withEdgex();
    const message = `${clock.now()}GET${orders}accountId=${accountId}`;
    const two = signed(BigInt(`0x${Buffer.from(keccak_256(Buffer.from(message))).toString('hex')}`) % order);
    const y = Buffer.from(getPublicKey(key, false)).toString('hex').slice(66);
    const codes = await Promise.all(
      [y, '1'.repeat(64)].map(
        async (third) => (await get(orders, { accountId }, { signature: two + third })).json.code,
      ),
    );
    expect(codes).toEqual(['SUCCESS', 'INVALID_API_KEY']);
  });

  test('an account that is not here is refused', async () => {
    const { get } = await withEdgex();
    expect((await get(orders, { accountId: '5' })).json.code).toBe('ACCOUNT_ID_WHITELIST_ERROR');
  });

  test.each([
    ['hmac', {}, 'SUCCESS'],
    ['hmac', { privateKey: '1234' }, 'SUCCESS'],
    ['both', { privateKey: '1234' }, 'INVALID_API_KEY'],
    ['hmac', { headers: { 'X-edgeX-Signature': '0'.repeat(64) } }, 'INVALID_API_KEY'],
    ['both', { headers: { 'X-edgeX-Passphrase': 'q' } }, 'INVALID_API_KEY'],
  ] as const)('with assetsAuth %s, %j answers %s', async (assetsAuth, extra, code) => {
    const { get } = await withEdgex({ edgex: { assetsAuth } });
    expect((await get(orders, { accountId }, extra)).json.code).toBe(code);
  });

  test('an account that may not withdraw may still read', async () => {
    const { post, get } = await withEdgex({
      accounts: [{ apiKey: 'k', apiSecret: 's', accountId, l2PublicKey, balances: { USDT: '5' }, canWithdraw: false }],
    });
    expect([
      (await post(`${assets}/createNormalWithdraw`, normal())).json.code,
      (await get(orders, { accountId })).json.code,
    ]).toEqual(['ACCOUNT_ID_WHITELIST_ERROR', 'SUCCESS']);
  });

  test('more than 50 in 10 s are refused', async () => {
    const { get, clock, simulator } = await withEdgex();
    for (let count = 0; count < 50; count += 1) await get('/api/v1/public/meta/getServerTime');
    expect([(await get('/api/v1/public/meta/getServerTime')).status, simulator.requestsRefusedByRateLimit()]).toEqual([
      429, 1,
    ]);
    clock.advance(10_000);
    expect((await get('/api/v1/public/meta/getServerTime')).json.data).toEqual({
      timeMillis: String(startMs + 10_000),
    });
  });
});

describe('reads', () => {
  test('a page of orders has seconds, an integer status and a token to the next', async () => {
    const { get, post } = await withEdgex();
    for (const clientId of ['1', '2', '3']) await post(`${assets}/createNormalWithdraw`, normal(clientId));
    await post(`${assets}/createCrossWithdraw`, cross());
    await post(`${low}/createWithdraw`, lowLevel());
    const first = (await get(`${assets}/getAllOrdersPage`, { accountId, size: '3' })).json.data;
    expect(first.dataList[0]).toEqual({
      orderId: '1054639949233524739',
      time: String(startMs / 1000),
      type: 'ORDER_TYPE_CROSS_WITHDRAW',
      status: 1,
      amount: '18',
      fee: '2',
      txId: '',
      chain: 'Arbitrum One',
      address,
      coin: 'USDT',
      chainId: '42161',
      transferSenderAccountId: '0',
      transferReceiverAccountId: '0',
    });
    const second = (
      await get(`${assets}/getAllOrdersPage`, { accountId, size: '3', offsetData: first.nextPageOffsetData })
    ).json.data;
    expect([
      first.dataList.length,
      second.dataList.map((row: { orderId: string }) => row.orderId),
      second.nextPageOffsetData,
    ]).toEqual([3, ['1054639949233524736'], '']);
  });

  test.each([
    [{ startTime: String(startMs / 1000) }, 1],
    [{ startTime: String(startMs / 1000 + 1) }, 0],
    [{ endTime: String(startMs / 1000 - 1) }, 0],
    [{ startTime: String(startMs) }, 0],
    [{ typeList: 'ORDER_TYPE_CROSS_WITHDRAW' }, 0],
    [{ typeList: 'ORDER_TYPE_NORMAL_WITHDRAW' }, 1],
    [{ chainId: '1' }, 1],
    [{ chainId: '56' }, 0],
  ] as [Fields, number][])('%j shows %i orders', async (filter, count) => {
    const { get, post } = await withEdgex();
    await post(`${assets}/createNormalWithdraw`, normal());
    expect((await get(`${assets}/getAllOrdersPage`, { accountId, ...filter })).json.data.dataList).toHaveLength(count);
  });

  test.each(['0', '101', 'x'])('size %s is refused', async (size) => {
    const { get } = await withEdgex();
    expect((await get(`${assets}/getAllOrdersPage`, { accountId, size })).json.code).toBe('INVALID_GET_PAGE_SIZE');
  });

  test('a normal withdrawal is claimable once it has left the L2, and until it is complete', async () => {
    const { get, post, simulator } = await withEdgex();
    const id = (await post(`${assets}/createNormalWithdraw`, normal())).json.data.withdrawId;
    const claimable = async () => (await get(`${assets}/getNormalWithdrawableAmount`, { address })).json.data.amount;
    const before = await claimable();
    simulator.advance(id, 'broadcast');
    const during = await claimable();
    simulator.advance(id, 'completed');
    expect([before, during, await claimable()]).toEqual(['0', '1', '0']);
  });

  test('a low-level withdrawal is found by both ids and among the active; and what is left is told', async () => {
    const { get, post } = await withEdgex();
    const id = (await post(`${low}/createWithdraw`, lowLevel())).json.data.withdrawId;
    const [byId, byClientId, none, active, left] = (await Promise.all([
      get(`${low}/getWithdrawById`, { accountId, withdrawIdList: `${id},5` }),
      get(`${low}/getWithdrawByClientWithdrawId`, { accountId, clientWithdrawIdList: '9' }),
      get(`${low}/getWithdrawByClientWithdrawId`, { accountId, clientWithdrawIdList: '10' }),
      get(`${low}/getActiveWithdraw`, { accountId }),
      get(`${low}/getWithdrawAvailableAmount`, { accountId, coinId: '1000' }),
    ])) as [Answer, Answer, Answer, Answer, Answer];
    expect([
      byId.json.data.length,
      byClientId.json.data[0],
      none.json.data,
      active.json.data.dataList.length,
      left.json.data,
    ]).toEqual([1, byId.json.data[0], [], 1, { availableAmount: '99' }]);
    expect(byId.json.data[0]).toMatchObject({
      id,
      clientWithdrawId: '9',
      status: 'PENDING_CHECKING',
      l2ExpireTime: expireTime,
      l2Nonce: String(nonce('9')),
    });
  });

  test('records of the assets group show their expiry in hours', async () => {
    const { get, post } = await withEdgex();
    const id = (await post(`${assets}/createCrossWithdraw`, cross())).json.data.crossWithdrawId;
    const [row] = (await get(`${assets}/getCrossWithdrawById`, { accountId, crossWithdrawIdList: id })).json.data;
    expect(row).toMatchObject({
      clientCrossWithdrawId: '7',
      status: 'CROSS_WITHDRAW_PENDING_RISK_CHECKING',
      l2ExpireTime: String(hours(expireTime)),
      fee: '2',
      chainId: '42161',
    });
  });

  test('sign info quotes a fee, which stays good', async () => {
    const edgex = { crossFee: '2' };
    const { get, post } = await withEdgex({ edgex });
    const info = (await get(`${assets}/getCrossWithdrawSignInfo`, { chainId: '42161', amount: '20' })).json.data;
    edgex.crossFee = '3';
    const codes = [
      (await post(`${assets}/createCrossWithdraw`, cross('7', { fee: '1' }))).json.code,
      (await post(`${assets}/createCrossWithdraw`, cross('7', { fee: info.fee }))).json.code,
    ];
    expect([info, codes]).toEqual([
      { lpAccountId: lp.id, crossWithdrawL2Key: lp.key, crossWithdrawMaxAmount: '48799.686154', fee: '2' },
      ['GATEWAY_PARAM_INVALID', 'SUCCESS'],
    ]);
  });
});
