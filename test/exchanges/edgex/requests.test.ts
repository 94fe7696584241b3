import { describe, expect, test } from '@jest/globals';

import { createCrossWithdrawClient } from '../../../exchanges/edgex/cross-withdraw/client.ts';
import { createNormalWithdrawClient } from '../../../exchanges/edgex/normal-withdraw/client.ts';
import { edgexMessage, edgexMessageHash } from '../../../exchanges/edgex/signing/auth.ts';
import { starkVerify } from '../../../exchanges/edgex/signing/starkSign.ts';
import { createWithdrawClient } from '../../../exchanges/edgex/withdraw/client.ts';
import type { ExchangeError } from '../../../exchanges/errors.ts';
import type { HttpAnswer, HttpRequest } from '../../../exchanges/http/http.ts';
import { accountId, address, l2PrivateKey, l2PublicKey, poll, ok } from './support/withEdgex.ts';

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
    `${own}&startTime=1734674558&endTime=1734674559&chainId=56` +
      '&typeList=ORDER_TYPE_NORMAL_WITHDRAW&size=100&offsetData=b3fa-8c9d',
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
    `${own}&size=10&filterCoinIdList=1000&filterStatusList=PENDING_CHECKING` +
      '&filterStartCreatedTimeInclusive=1734352781355&filterEndCreatedTimeExclusive=1734352781356',
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
