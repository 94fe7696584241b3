import { describe, expect, test } from '@jest/globals';

import { createCrossWithdrawClient } from '../../../exchanges/edgex/cross-withdraw/client.ts';
import * as crossWire from '../../../exchanges/edgex/cross-withdraw/wire.ts';
import { createNormalWithdrawClient } from '../../../exchanges/edgex/normal-withdraw/client.ts';
import * as normalWire from '../../../exchanges/edgex/normal-withdraw/wire.ts';
import { orderRow } from '../../../exchanges/edgex/sharedWire.ts';
import { withdrawalHash } from '../../../exchanges/edgex/signing/l2Signature.ts';
import { starkVerify } from '../../../exchanges/edgex/signing/starkSign.ts';
import { createWithdrawClient } from '../../../exchanges/edgex/withdraw/client.ts';
import * as lowWire from '../../../exchanges/edgex/withdraw/wire.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { Failed, Reply } from '../../../exchanges/http/classifyHttp.ts';
import type { HttpAnswer, HttpRequest } from '../../../exchanges/http/http.ts';
import { readVectors } from '../support/readVectors.ts';
import { accountId, address, l2PrivateKey, poll } from './support/withEdgex.ts';

/** The JSON that the two documents print, verbatim, in their order. */
type Sample = {
  document: 'withdraw' | 'assets';
  kind: 'request' | 'response';
  call: string;
  body: Record<string, unknown>;
};
const { samples } = readVectors(new URL('./samples.json', import.meta.url)) as {
  samples: Sample[];
};
const of = (kind: Sample['kind'], call: string) =>
  samples.find((one) => one.kind === kind && one.call.endsWith(`/${call}`))?.body ?? {};

const requests: HttpRequest[] = [];
function configFor(body: unknown) {
  const answer: HttpAnswer = {
    kind: 'answered',
    status: 200,
    body: JSON.stringify(body),
    dateMs: null,
    retryAfterMs: null,
  };
  const http = { send: async (request: HttpRequest) => (requests.push(request), answer) };
  const options = {
    signatureWithPublicKeyY: false,
    assetsAuth: 'stark',
    l1Network: null,
    maxFee: '10',
    riskSignature: null,
  } as const;
  return {
    baseUrl: 'https://edgex.test',
    credentials: { l2PrivateKey },
    options,
    exchangeAccountId: accountId,
    http,
    nowMs: () => 1_735_542_383_256,
  };
}
const normal = (body: unknown) => createNormalWithdrawClient(configFor(body));
const cross = (body: unknown) => createCrossWithdrawClient(configFor(body));
const low = (body: unknown) => createWithdrawClient(configFor(body));
const signature = 'ab'.repeat(64);
const order = { accountId, coinId: '1000', amount: '1.000000', ethAddress: address, l2Signature: signature };
const expireTime = '1735887600000';

/** Every call of both documents: its client function, and what its printed answer reads as. */
type Row = [string, 'read' | 'placeholder', (body: unknown) => Promise<unknown>, unknown];
const read = async <Read>(reading: Promise<Read>, pick: (read: Read) => unknown) => pick(await reading);
const idOf = (reading: Promise<Reply | Failed>, schema: { parse(data: unknown): string }) =>
  read(reading, (reply) => schema.parse(reply.kind === 'succeeded' ? reply.data : null));
const rows: Row[] = [
  [
    'getWithdrawById',
    'read',
    (body) =>
      read(
        low(body).getWithdrawById({ withdrawIdList: ['563516408235819790'] }, poll),
        ({ data }) => lowWire.withdrawRow.parse(data[0]).status,
      ),
    'SUCCESS_L2_APPROVED',
  ],
  [
    'getWithdrawByClientWithdrawId',
    'read',
    (body) =>
      read(
        low(body).getWithdrawByClientWithdrawId({ clientWithdrawIdList: ['client_withdraw_123'] }, poll),
        ({ data }) => lowWire.withdrawRow.parse(data[0]).clientId,
      ),
    'client_withdraw_123',
  ],
  [
    'getActiveWithdraw',
    'read',
    (body) =>
      read(low(body).getActiveWithdraw({ size: '100' }, poll), ({ data }) => [
        lowWire.withdrawRow.parse(data.dataList[0]).createdTime,
        data.nextPageOffsetData,
      ]),
    [1734352781355, null],
  ],
  [
    'getWithdrawAvailableAmount',
    'read',
    (body) => read(low(body).getWithdrawAvailableAmount({ coinId: '1000' }, poll), ({ data }) => data.availableAmount),
    '100',
  ],
  [
    'createWithdraw',
    'read',
    (body) =>
      idOf(
        low(body).createWithdraw({
          ...order,
          erc20Address: address,
          clientWithdrawId: 'client_withdraw_123',
          riskSignature: signature,
          l2Nonce: '123456789',
          l2ExpireTime: expireTime,
          extraType: '',
          extraDataJson: '',
        }),
        lowWire.withdrawId,
      ),
    '563516408235819790',
  ],
  [
    'createNormalWithdraw',
    'read',
    (body) =>
      idOf(
        normal(body).createNormalWithdraw({ ...order, clientWithdrawId: '745410645654877', expireTime }),
        normalWire.normalWithdrawId,
      ),
    '1054639949233524736',
  ],
  [
    'getNormalWithdrawableAmount',
    'read',
    (body) => read(normal(body).getNormalWithdrawableAmount({ address }, poll), ({ data }) => data.amount),
    '0',
  ],
  [
    'getNormalWithdrawById',
    'placeholder',
    (body) => normal(body).getNormalWithdrawById({ normalWithdrawIdList: ['1'] }, poll),
    null,
  ],
  [
    'createCrossWithdraw',
    'placeholder',
    (body) =>
      cross(body).createCrossWithdraw({
        ...order,
        erc20Address: address,
        lpAccountId: '542076087396467085',
        clientCrossWithdrawId: '1',
        expireTime,
        fee: '2',
        chainId: '1',
      }),
    null,
  ],
  [
    'getCrossWithdrawSignInfo',
    'read',
    (body) => read(cross(body).getCrossWithdrawSignInfo({ chainId: '1', amount: '20' }, poll), ({ data }) => data),
    {
      lpAccountId: '542076087396467085',
      crossWithdrawL2Key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028',
      crossWithdrawMaxAmount: '48799.686154',
      fee: '2',
    },
  ],
  [
    'getCrossWithdrawById',
    'placeholder',
    (body) => cross(body).getCrossWithdrawById({ crossWithdrawIdList: ['1'] }, poll),
    null,
  ],
  [
    'getAllOrdersPage',
    'read',
    (body) =>
      read(normal(body).core.getAllOrdersPage({ size: '1' }, poll), ({ data }) => [
        orderRow.parse(data.dataList[0]),
        data.nextPageOffsetData,
      ]),
    [
      { orderId: '1054639949233524736', type: 'ORDER_TYPE_NORMAL_WITHDRAW', time: '1734674558' },
      'b3fa59aa-8b42-49a3-9729-d7e89d8d9c8d',
    ],
  ],
];

const byText = (a: string, b: string) => a.localeCompare(b);

test('every printed answer, and every call, has a row here', () => {
  const responses = samples.filter((one) => one.kind === 'response');
  expect(responses.map((one) => one.call.split('/').at(-1) ?? '').toSorted(byText)).toEqual(
    rows.map(([call]) => call).toSorted(byText),
  );
  expect([responses.length, samples.filter((one) => one.kind === 'request').length]).toEqual([12, 3]);
});

describe('printed answers', () => {
  test.each(rows)('%s (%s)', async (call, meaning, send, expected) => {
    const body = of('response', call);
    const outcome = await send(body).catch((error: unknown) => error);
    const last = requests.at(-1);
    expect(last === undefined ? null : `${last.method} ${new URL(last.url).pathname}`).toBe(
      samples.find((one) => one.call.endsWith(`/${call}`))?.call,
    );
    if (meaning === 'read') return expect(outcome).toEqual(expected);
    // `{"code":"string",…}` shows the types of the fields and is no answer. It is read as an unknown failure
    // (MAPPING §3).
    expect(body).toEqual({ code: 'string', msg: 'string', requestTime: 'string', responseTime: 'string' });
    const error = outcome instanceof ExchangeError ? outcome : (outcome as { error: ExchangeError }).error;
    expect([error.reason, error.wireCode]).toEqual(['unknownCode', 'string']);
  });
});

describe('printed requests', () => {
  test('createNormalWithdraw: our input takes it as it stands, and its signature is that of its fields', () => {
    const printed = of('request', 'createNormalWithdraw');
    const body = normalWire.createNormalWithdrawInput.parse(printed);
    expect(body).toEqual(printed);
    const hash = withdrawalHash({
      starkExAssetId: '0x33bda5c923bae4e84825b74762d5482889b9512465fbffc50d1ae4b82e345c3',
      accountId: body.accountId,
      clientId: body.clientWithdrawId,
      amount: 1_000_000n,
      expireTimeMs: body.expireTime,
      ethAddress: body.ethAddress,
    });
    expect(
      starkVerify(body.l2Signature, hash, '0x03eec711e360695bb44b1170057a25340303c1f16893a8def7450e44294405a8'),
    ).toBe(true);
  });

  test('createCrossWithdraw: the same fields, but for those of MPC wallets', () => {
    const mpc = ['mpcAddress', 'mpcSignature', 'mpcSignTime'];
    expect(
      Object.keys(of('request', 'createCrossWithdraw'))
        .filter((name) => !mpc.includes(name))
        .toSorted(byText),
    ).toEqual(Object.keys(crossWire.createCrossWithdrawInput.shape).toSorted(byText));
  });

  test('createWithdraw: the same fields; its l2Nonce is not that of its client id (MAPPING §3)', () => {
    expect(Object.keys(of('request', 'createWithdraw')).toSorted(byText)).toEqual(
      Object.keys(lowWire.createWithdrawInput.shape).toSorted(byText),
    );
  });
});
