import { describe, expect, test } from '@jest/globals';

import { createExchange } from '../../../exchanges/createExchange.ts';
import { createCrossWithdrawClient } from '../../../exchanges/edgex/cross-withdraw/client.ts';
import { createNormalWithdrawClient } from '../../../exchanges/edgex/normal-withdraw/client.ts';
import { edgexMessage, edgexMessageHash } from '../../../exchanges/edgex/signing/auth.ts';
import { starkVerify } from '../../../exchanges/edgex/signing/starkSign.ts';
import { createWithdrawClient } from '../../../exchanges/edgex/withdraw/client.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { HttpAnswer, HttpRequest } from '../../../exchanges/http/http.ts';
import {
  accountId,
  address,
  definitions,
  hmac,
  kinds,
  l2PrivateKey,
  l2PublicKey,
  poll,
  submitted,
  withEdgex,
  type ByClientId,
} from './support/withEdgex.ts';

const ok = (data: unknown, status = 200): HttpAnswer => ({
  kind: 'answered',
  status,
  body: JSON.stringify({ code: 'SUCCESS', data, msg: null }),
  dateMs: null,
  retryAfterMs: null,
});
const bodyOf = (code: string, status = 200): HttpAnswer => ({
  kind: 'answered',
  status,
  body: JSON.stringify({ code, data: null, msg: `key ${hmac.apiKey} of ${l2PrivateKey} is bad` }),
  dateMs: null,
  retryAfterMs: null,
});
const options = {
  signatureWithPublicKeyY: false,
  assetsAuth: 'stark',
  l1Network: null,
  maxFee: '10',
  riskSignature: null,
} as const;

function aConfig(answer: (request: HttpRequest) => HttpAnswer) {
  const requests: HttpRequest[] = [];
  const http = { send: async (request: HttpRequest) => (requests.push(request), answer(request)) };
  return {
    requests,
    config: {
      baseUrl: 'https://edgex.test',
      credentials: { l2PrivateKey },
      options,
      exchangeAccountId: accountId,
      http,
      nowMs: () => 1_735_542_383_256,
    },
  };
}

const signature = 'ab'.repeat(64);
const order = { accountId, coinId: '1000', amount: '1.000000', ethAddress: address, l2Signature: signature };
const expireTime = '1735887600000';
type Config = ReturnType<typeof aConfig>['config'];
const page = { dataList: [], nextPageOffsetData: '' };
const assets = '/api/v1/private/assets';
const low = '/api/v1/private/withdraw';
const own = `accountId=${accountId}`;

/** Every call, the exact request it makes. */
const calls: [string, string, unknown, (config: Config) => Promise<unknown>][] = [
  [
    `POST ${assets}/createNormalWithdraw`,
    '',
    { withdrawId: '1' },
    (config) =>
      createNormalWithdrawClient(config).createNormalWithdraw({ ...order, clientWithdrawId: '7', expireTime }),
  ],
  [
    `GET ${assets}/getNormalWithdrawById`,
    `${own}&normalWithdrawIdList=1,2`,
    [],
    (config) => createNormalWithdrawClient(config).getNormalWithdrawById({ normalWithdrawIdList: ['1', '2'] }, poll),
  ],
  [
    `GET ${assets}/getNormalWithdrawableAmount`,
    `${own}&address=${address}`,
    { amount: '0' },
    (config) => createNormalWithdrawClient(config).getNormalWithdrawableAmount({ address }, poll),
  ],
  [
    `POST ${assets}/createCrossWithdraw`,
    '',
    { crossWithdrawId: '1' },
    (config) =>
      createCrossWithdrawClient(config).createCrossWithdraw({
        ...order,
        erc20Address: address,
        lpAccountId: '5',
        clientCrossWithdrawId: '7',
        expireTime,
        fee: '2',
        chainId: '56',
      }),
  ],
  [
    `GET ${assets}/getCrossWithdrawById`,
    `${own}&crossWithdrawIdList=1`,
    [],
    (config) => createCrossWithdrawClient(config).getCrossWithdrawById({ crossWithdrawIdList: ['1'] }, poll),
  ],
  [
    `GET ${assets}/getCrossWithdrawSignInfo`,
    `${own}&chainId=56&amount=20&tokenAddress=${address}`,
    { lpAccountId: '5', crossWithdrawL2Key: '0x1', crossWithdrawMaxAmount: '9', fee: '1' },
    (config) =>
      createCrossWithdrawClient(config).getCrossWithdrawSignInfo(
        { chainId: '56', amount: '20', tokenAddress: address },
        poll,
      ),
  ],
  [
    `GET ${assets}/getAllOrdersPage`,
    `${own}&startTime=1734674558&endTime=1734674559&chainId=56&typeList=ORDER_TYPE_NORMAL_WITHDRAW&size=100&offsetData=b3fa-8c9d`,
    page,
    (config) =>
      createNormalWithdrawClient(config).core.getAllOrdersPage(
        {
          startTime: '1734674558',
          endTime: '1734674559',
          chainId: '56',
          typeList: 'ORDER_TYPE_NORMAL_WITHDRAW',
          size: '100',
          offsetData: 'b3fa-8c9d',
        },
        poll,
      ),
  ],
  [
    `POST ${low}/createWithdraw`,
    '',
    { withdrawId: '1' },
    (config) =>
      createWithdrawClient(config).createWithdraw({
        ...order,
        erc20Address: address,
        clientWithdrawId: '7',
        riskSignature: signature,
        l2Nonce: '1',
        l2ExpireTime: expireTime,
        extraType: '',
        extraDataJson: '',
      }),
  ],
  [
    `GET ${low}/getWithdrawById`,
    `${own}&withdrawIdList=1,2`,
    [],
    (config) => createWithdrawClient(config).getWithdrawById({ withdrawIdList: ['1', '2'] }, poll),
  ],
  [
    `GET ${low}/getWithdrawByClientWithdrawId`,
    `${own}&clientWithdrawIdList=7`,
    [],
    (config) => createWithdrawClient(config).getWithdrawByClientWithdrawId({ clientWithdrawIdList: ['7'] }, poll),
  ],
  [
    `GET ${low}/getActiveWithdraw`,
    `${own}&size=10&filterCoinIdList=1000&filterStatusList=PENDING_CHECKING&filterStartCreatedTimeInclusive=1734352781355&filterEndCreatedTimeExclusive=1734352781356`,
    page,
    (config) =>
      createWithdrawClient(config).getActiveWithdraw(
        {
          size: '10',
          filterCoinIdList: ['1000'],
          filterStatusList: ['PENDING_CHECKING'],
          filterStartCreatedTimeInclusive: '1734352781355',
          filterEndCreatedTimeExclusive: '1734352781356',
        },
        poll,
      ),
  ],
  [
    `GET ${low}/getWithdrawAvailableAmount`,
    `${own}&coinId=1000`,
    { availableAmount: '1' },
    (config) => createWithdrawClient(config).getWithdrawAvailableAmount({ coinId: '1000' }, poll),
  ],
];

describe('every call of the two documents', () => {
  test('there are twelve', () => expect(new Set(calls.map(([endpoint]) => endpoint)).size).toBe(12));

  test.each(calls)('%s?%s', async (endpoint, query, data, send) => {
    const { config, requests } = aConfig(() => ok(data));
    await send(config);
    const [request] = requests as [HttpRequest];
    const [, path] = endpoint.split(' ') as [string, string];
    expect([request.endpoint, request.url]).toEqual([
      endpoint,
      `https://edgex.test${path}${query === '' ? '' : `?${query}`}`,
    ]);
    const sends = request.method === 'POST';
    expect([request.freshConnection ?? false, request.turn, request.body !== undefined]).toEqual([
      sends,
      sends ? 'taken' : 'poll',
      sends,
    ]);
    const tail = sends
      ? Object.entries(JSON.parse(request.body ?? '{}') as Record<string, string>)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map((pair) => pair.join('='))
          .join('&')
      : query.split('&').sort().join('&');
    const hash = edgexMessageHash(
      edgexMessage({ timestamp: '1735542383256', method: request.method as 'GET', path, tail }),
    );
    expect(starkVerify(request.headers['X-edgeX-Api-Signature'] ?? '', hash, l2PublicKey)).toBe(true);
  });

  test.each([
    [
      'an empty id list',
      (config: Config) => createNormalWithdrawClient(config).getNormalWithdrawById({ normalWithdrawIdList: [] }, poll),
    ],
    [
      '101 ids',
      (config: Config) =>
        createNormalWithdrawClient(config).getNormalWithdrawById(
          { normalWithdrawIdList: Array.from({ length: 101 }, () => '1') },
          poll,
        ),
    ],
    [
      'milliseconds where seconds belong',
      (config: Config) =>
        createNormalWithdrawClient(config).core.getAllOrdersPage({ startTime: '1734674558000' }, poll),
    ],
    [
      'an amount with an exponent',
      (config: Config) =>
        createNormalWithdrawClient(config).createNormalWithdraw({
          ...order,
          amount: '1e3',
          clientWithdrawId: '7',
          expireTime,
        }),
    ],
    [
      'an empty address',
      (config: Config) =>
        createNormalWithdrawClient(config).createNormalWithdraw({
          ...order,
          ethAddress: '',
          clientWithdrawId: '7',
          expireTime,
        }),
    ],
    [
      'an expiry within an hour',
      (config: Config) =>
        createNormalWithdrawClient(config).createNormalWithdraw({
          ...order,
          clientWithdrawId: '7',
          expireTime: '1735887600001',
        }),
    ],
    [
      'a signature of 130 digits',
      (config: Config) =>
        createNormalWithdrawClient(config).createNormalWithdraw({
          ...order,
          l2Signature: `${signature}ab`,
          clientWithdrawId: '7',
          expireTime,
        }),
    ],
  ])('%s is never sent', async (_, send) => {
    const { config, requests } = aConfig(() => ok([]));
    const error = await send(config).catch((thrown: unknown) => thrown);
    expect([(error as ExchangeError).reason, requests]).toEqual(['parameterRefused', []]);
  });
});

describe('answers that must not be believed', () => {
  const row = (more: object) => ({
    id: '5',
    accountId,
    coinId: '1000',
    amount: '20.5',
    ethAddress: address,
    clientWithdrawId: 'c',
    status: 'NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED',
    createdTime: '1734352781355',
    ...more,
  });
  const meta = {
    global: {
      starkExChainId: '0x1',
      starkExCollateralCoin: { coinId: '1000', coinName: 'USDT', starkExAssetId: '0x33', starkExResolution: '0xf4240' },
      maintenanceReason: '',
    },
    coinList: [],
    multiChain: null,
  };
  const open = { exchangeWithdrawalId: '5', clientWithdrawalId: 'c', asset: 'USDT', notBeforeMs: 0 };
  const adapterOn = (rows: unknown, orders?: unknown): ByClientId => {
    const http = {
      send: async (request: HttpRequest) =>
        ok(request.url.includes('getMetaData') ? meta : request.url.includes('getAllOrdersPage') ? orders : rows),
    };
    return createExchange(definitions['edgex-normal-withdraw'], {
      baseUrl: 'https://edgex.test',
      credentials: { l2PrivateKey },
      options: null,
      exchangeAccountId: accountId,
      http,
      nowMs: Date.now,
    }) as ByClientId;
  };
  const reasonOf = (read: Promise<unknown>) =>
    read.then(
      () => 'answered',
      (error: unknown) => (error instanceof ExchangeError ? error.reason : String(error)),
    );
  const intent = {
    withdrawalId: 'w',
    submission: 1,
    clientWithdrawalId: 'c',
    account: 'a/b',
    accountIdentity: 'i',
    asset: 'USDT',
    network: 'Ethereum',
    address,
    memo: null,
    amount: '20.5',
    laneKey: null,
    frozen: {},
  };
  const listed = {
    dataList: [{ orderId: '5', time: '1734674558', type: 'ORDER_TYPE_NORMAL_WITHDRAW', status: 3 }],
    nextPageOffsetData: '',
  };

  test('the right one is', async () => {
    expect((await adapterOn([row({})]).readStatuses([open], poll)).records).toMatchObject([
      { exchangeWithdrawalId: '5', status: 'L1_COMPLETED', amount: '20.5', createdAtMs: 1734352781355 },
    ]);
    expect(await adapterOn([row({})], listed).findByClientId(intent, poll)).toMatchObject({ kind: 'found' });
  });

  test('a record of another account', async () => {
    expect(await reasonOf(adapterOn([row({ accountId: '1' })]).readStatuses([open], poll))).toBe('authRefused');
  });

  test.each([
    [{ amount: 'x' }],
    [{ status: null }],
    [{ ethAddress: '' }],
    [{ clientWithdrawId: '' }],
    [{ coinId: null }],
  ])('a row with %j affects only itself', async (change) => {
    const other = { ...open, exchangeWithdrawalId: '6' };
    const read = await adapterOn([row(change), row({ id: '6' })]).readStatuses([open, other], poll);
    expect([read.records.map((one) => one.exchangeWithdrawalId), read.unreadable, read.notRead]).toEqual([
      ['6'],
      ['5'],
      [],
    ]);
  });

  test('a row without an id could be any that is not shown', async () => {
    expect(await adapterOn([{ ...row({}), id: null }]).readStatuses([open], poll)).toEqual({
      records: [],
      unreadable: [],
      notRead: ['5'],
    });
    expect(await reasonOf(adapterOn([{ ...row({}), id: null }]).findById('5', open, poll))).toBe('unreadableAnswer');
  });

  test.each([null, {}, 'x', { dataList: [] }])('%j in place of rows', async (data) => {
    expect(await reasonOf(adapterOn(data).readStatuses([open], poll))).toBe('unreadableAnswer');
  });

  test('an orders page that points to itself, an order that cannot be read, or one whose record is of nobody', async () => {
    expect(await reasonOf(adapterOn([], { dataList: [], nextPageOffsetData: 'x' }).findByClientId(intent, poll))).toBe(
      'unreadableAnswer',
    );
    expect(
      await reasonOf(
        adapterOn([], { dataList: [{ orderId: null }], nextPageOffsetData: '' }).findByClientId(intent, poll),
      ),
    ).toBe('unreadableAnswer');
    expect(await reasonOf(adapterOn([], listed).findByClientId(intent, poll))).toBe('unreadableAnswer');
    expect(await reasonOf(adapterOn([row({ amount: 'x' })], listed).findByClientId(intent, poll))).toBe(
      'unreadableAnswer',
    );
  });

  test('an order of a type that no document lists is looked at, and proves nothing if it is no normal withdrawal', async () => {
    const strange = { dataList: [{ ...listed.dataList[0], type: 'ORDER_TYPE_NEW' }], nextPageOffsetData: '' };
    expect(await adapterOn([row({})], strange).findByClientId(intent, poll)).toMatchObject({ kind: 'found' });
    expect(await adapterOn([], strange).findByClientId(intent, poll)).toEqual({ kind: 'notFound' });
  });

  test.each([[{ withdrawId: null }], [{}], [null], [{ withdrawId: '' }], [{ crossWithdrawId: '5' }]])(
    'accepted with %j: unknown, because the id cannot be read',
    async (data) => {
      const frozen = {
        coinId: '1000',
        starkExAssetId: '0x33',
        resolution: '1000000',
        expireTime: String((Math.floor(Date.now() / 3_600_000) + 300) * 3_600_000),
        createdNotBefore: '1',
      };
      expect(await adapterOn(data).submit({ ...intent, frozen })).toMatchObject({
        kind: 'unknown',
        reason: 'unreadableAnswer',
      });
    },
  );

  test.each(['coinId', 'starkExAssetId', 'resolution', 'expireTime'])(
    'an intent without %s is refused, nothing is sent',
    async (field) => {
      const frozen: Record<string, string> = {
        coinId: '1000',
        starkExAssetId: '0x33',
        resolution: '1000000',
        expireTime,
        createdNotBefore: '1',
      };
      delete frozen[field];
      expect(await adapterOn([]).submit({ ...intent, frozen })).toMatchObject({
        kind: 'rejected',
        reason: 'parameterRefused',
      });
    },
  );
});

describe.each(kinds)('%s: no secret gets out', (kind) => {
  test('not in answers, errors, log lines, bodies or headers', async () => {
    const seen: unknown[] = [];
    const setting = await withEdgex(kind, {}, { credentials: { l2PrivateKey, ...hmac } });
    const open = await submitted(setting);
    seen.push(
      open,
      await setting.exchange.readStatuses([open], poll),
      await setting.exchange.findByClientId(open.intent, poll),
      await setting.exchange.probe(poll),
    );
    for (const name of ['unknownCode', 'htmlBody', 'malformedBody', 'tooManyRequests'] as const) {
      setting.simulator.arm({ name, on: 'any' });
      seen.push(await setting.exchange.readStatuses([open], poll).catch((error: unknown) => error));
      setting.simulator.arm({ name, on: 'submit' });
      seen.push(await setting.exchange.submit(open.intent));
    }
    const { sent, logged } = await import('./support/withEdgex.ts');
    const shown = [...seen, ...logged, ...sent]
      .map((one) =>
        one instanceof Error
          ? `${one.message} ${one.stack} ${JSON.stringify(Object.entries(one))}`
          : JSON.stringify(one),
      )
      .join('\n');
    for (const secret of [
      l2PrivateKey,
      l2PrivateKey.slice(1, 40),
      BigInt(`0x${l2PrivateKey}`).toString(),
      hmac.apiSecret,
      hmac.passphrase,
    ])
      expect(shown).not.toContain(secret);
  });

  test('nor where the exchange repeats it', async () => {
    for (const code of ['INVALID_API_KEY', 'GATEWAY_PARAM_INVALID', 'SOMETHING']) {
      const http = { send: async () => bodyOf(code, 400) };
      const exchange = createExchange(definitions[kind], {
        baseUrl: 'https://edgex.test',
        credentials: { l2PrivateKey, ...hmac },
        options: null,
        exchangeAccountId: accountId,
        http,
        nowMs: Date.now,
      });
      const error = (await exchange
        .findById('1', { asset: 'USDT', clientWithdrawalId: null, notBeforeMs: 0 }, poll)
        .catch((thrown: unknown) => thrown)) as ExchangeError;
      for (const secret of [l2PrivateKey, hmac.apiKey]) expect(error.message).not.toContain(secret);
    }
  });

  test.each([
    {},
    { l2PrivateKey: '' },
    { l2PrivateKey: 'xyz' },
    { l2PrivateKey: '0'.repeat(64) },
    { l2PrivateKey: 'f'.repeat(64) },
    { l2PrivateKey, typo: 'x' },
    { l2PrivateKey, apiSecret: 'a+b=' },
  ])('credentials %j are refused without being repeated', (credentials) => {
    const result = definitions[kind].credentialsSchema.safeParse(credentials);
    expect([result.success, JSON.stringify(result.error ?? '').includes('f'.repeat(20))]).toEqual([false, false]);
  });

  test('an option that does not exist is refused', () => {
    expect([
      definitions[kind].optionsSchema.safeParse({}).success,
      definitions[kind].optionsSchema.safeParse({ typo: 1 }).success,
    ]).toEqual([true, false]);
  });
});
