import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';

import { createBtseClient } from '../../../exchanges/btse/client.ts';
import { btseOptions } from '../../../exchanges/btse/config.ts';
import * as wire from '../../../exchanges/btse/wire.ts';
import type { Failed, Reply } from '../../../exchanges/http/classifyHttp.ts';
import { answered, aPort, poll } from '../support/aRequest.ts';
import { apiKey, apiSecret, nowMs } from './support.ts';

function withSample(body: string) {
  const port = aPort([answered(body)]);
  return {
    port,
    client: createBtseClient({
      baseUrl: 'https://api.example',
      credentials: { apiKey, apiSecret },
      options: btseOptions.parse({}),
      exchangeAccountId: null,
      http: port,
      nowMs: () => nowMs,
    }),
  };
}
type Client = ReturnType<typeof createBtseClient>;

const networks =
  '{ "success": true, "code": 1, "msg": "Success", "time": 1624989977940, "data": [\n' +
  '  { "network": "ERC20", "name": "Ethereum (ERC20)", "depositEnable": true, ' +
  '"withdrawEnable": true, "confirmationTime": 15, "depositAmtMin": "0", "depositFeeMin": "0", ' +
  '"depositFeeRate": "0", "depositExtFees": "0", "depositExtFeeRate": "0", ' +
  '"needAddressExtension": false, "withdrawAmtMin": "36.41", "withdrawFeeMin": "6.41", ' +
  '"withdrawFeeRate": "0", "withdrawExtFees": "0", "withdrawExtFeeRate": "0" },\n' +
  '  { "network": "RIPPLE", "name": "Ripple", "depositEnable": true, "withdrawEnable": true, ' +
  '"confirmationTime": 10, "depositAmtMin": "0", "depositFeeMin": "0", "depositFeeRate": "0", ' +
  '"depositExtFees": "0", "depositExtFeeRate": "0", "needAddressExtension": true, ' +
  '"addressExtensionTypeName": "tag", "withdrawAmtMin": "0.25", "withdrawFeeMin": "20", ' +
  '"withdrawFeeRate": "0", "withdrawExtFees": "0", "withdrawExtFeeRate": "0" } ] }';
const history =
  '[ { "amount": 21.35823825, "currency": "USD", "description": "String", "fees": 0.06, ' +
  '"orderId": 20181213000239, "status": "COMPLETED", "timestamp": 1571630174639, ' +
  '"type": "Transfer_In", "username": "btseUser", "wallet": "Wallet", ' +
  '"txid": "<Blockchain Transaction ID>", ' +
  '"currencyNetwork": "<Blockchain currency network>" } ]';
const subaccounts =
  '{ "code": 1, "msg": "Success", "time": 1653964265608, "success": true, ' +
  '"data": { "totalRows": 2, "pageSize": 10, "currentPage": 1, "totalPages": 1, ' +
  '"data": [ { "timestamp": 1711707874850, "fromUser": "uuooxxsub00002", "receiver": "uuooxx", ' +
  '"currency": "USDT", "amount": 11 } ] } }';
const addresses = '[ { "address": "Blockchain address", "created": 1592627542 } ]';

const reads: [string, string, (client: Client) => Promise<{ data: unknown }>, string, unknown][] = [
  [
    'balance',
    '[ { "available": 520.52, "currency": "USD", "total": 5566.5566 } ]',
    (c) => c.listBalances(poll),
    'GET /spot/api/v3.2/user/wallet',
    [{ currency: 'USD', total: '5566.5566', available: '520.52' }],
  ],
  [
    'history',
    history,
    (c) => c.readHistory({ count: 1 }, poll),
    'GET /spot/api/v3.2/user/wallet_history?count=1',
    expect.arrayContaining([expect.objectContaining({ type: 'Transfer_In' })]),
  ],
  [
    'addresses',
    addresses.replace('1592627542', '1592627542000'),
    (c) => c.getAddress({ currency: 'BTC', network: 'LIQUID' }, poll),
    'GET /spot/api/v3.2/user/wallet/address?currency=BTC&network=LIQUID',
    [{ address: 'Blockchain address', created: 1_592_627_542_000 }],
  ],
  [
    'addresses, created in seconds as printed',
    addresses,
    (c) => c.getAddress({ currency: 'BTC', network: 'LIQUID' }, poll),
    'GET /spot/api/v3.2/user/wallet/address?currency=BTC&network=LIQUID',
    [{ address: 'Blockchain address', created: 1_592_627_542 }],
  ],
  [
    'sub-accounts',
    subaccounts,
    (c) => c.readSubaccountHistory({ page: '1', pageSize: '10' }, poll),
    'POST /spot/api/v3.2/subaccount/wallet/history',
    expect.objectContaining({
      totalRows: 2,
      data: [
        {
          timestamp: 1_711_707_874_850,
          fromUser: 'uuooxxsub00002',
          receiver: 'uuooxx',
          currency: 'USDT',
          amount: '11',
        },
      ],
    }),
  ],
  [
    'currencies',
    '[ "USD", "JPY", "GBP", "HKD", "SGD" ]',
    (c) => c.listCurrencies({ action: 'WITHDRAW' }, poll),
    'GET /spot/api/v3.2/availableCurrencies?action=WITHDRAW',
    ['USD', 'JPY', 'GBP', 'HKD', 'SGD'],
  ],
  [
    'networks',
    networks,
    (c) => c.listNetworks({ crypto: 'BTC' }, poll),
    'GET /public-api/wallet/v1/crypto/networks?crypto=BTC',
    expect.arrayContaining([
      expect.objectContaining({ network: 'ERC20' }),
      expect.objectContaining({ network: 'RIPPLE' }),
    ]),
  ],
  [
    'networks, public',
    networks,
    (c) => c.listNetworks({ crypto: 'BTC' }, poll, { isPublic: true }),
    'GET /public-api/wallet/v1/crypto/networks?crypto=BTC',
    expect.arrayContaining([
      expect.objectContaining({ network: 'ERC20' }),
      expect.objectContaining({ network: 'RIPPLE' }),
    ]),
  ],
  [
    'network names (deprecated)',
    '[ "Bitcoin", "Liquid" ]',
    (c) => c.listNetworkNames({ currency: 'BTC' }, poll),
    'GET /spot/api/v3.2/availableCurrencyNetworks?currency=BTC',
    ['Bitcoin', 'Liquid'],
  ],
  [
    'rate (deprecated)',
    '{ "code": 1, "msg": "Success", "time": 1643085970137, "data": 36051.55950285, "success": true }',
    (c) => c.getOldExchangeRate({ srcCurrency: 'BTC', targetCurrency: 'USD' }, poll),
    'GET /spot/api/v3.2/exchangeRate?srcCurrency=BTC&targetCurrency=USD',
    '36051.55950285',
  ],
  [
    'rate',
    '{ "success": true, "code": 1, "msg": "Success", "time": 1624989977940, "data": { "rate": "19026.12846161" } }',
    (c) => c.getExchangeRate({ baseCurrency: 'BTC', amount: '2', quoteCurrency: 'USDT' }, poll),
    'GET /public-api/wallet/v1/assets/exchangeRate?baseCurrency=BTC&amount=2&quoteCurrency=USDT',
    { rate: '19026.12846161' },
  ],
];

const deeds: [string, string, (client: Client) => Promise<Reply | Failed>, string, string, z.ZodType, unknown][] = [
  [
    'withdraw',
    '{ "withdraw_id": "id-1" }',
    (c) =>
      c.withdraw({
        currency: 'BTC-Bitcoin',
        address: 'BTCAddress',
        tag: 'Tag',
        amount: '0.001',
        includeWithdrawFee: true,
      }),
    'POST /spot/api/v3.2/user/wallet/withdraw',
    '{"currency":"BTC-Bitcoin","address":"BTCAddress","tag":"Tag","amount":"0.001","includeWithdrawFee":true}',
    wire.withdrawData,
    'id-1',
  ],
  [
    'create address',
    addresses,
    (c) => c.createAddress({ currency: 'BTC', network: 'LIQUID' }),
    'POST /spot/api/v3.2/user/wallet/address',
    '{"currency":"BTC","network":"LIQUID"}',
    wire.addressRows,
    [{ address: 'Blockchain address', created: 1_592_627_542 }],
  ],
  [
    'delete address',
    '',
    (c) => c.deleteAddress({ currency: 'BTC', network: 'LIQUID', address: 'Blockchain address' }),
    'DELETE /spot/api/v3.2/user/wallet/address',
    '{"currency":"BTC","network":"LIQUID","address":"Blockchain address"}',
    z.null(),
    null,
  ],
  [
    'convert',
    '{ "amount": 1.0, "settlementAmount": 66680.43282, "amountCurrency": "BTC", ' +
      '"settlementCurrency": "USD", "rate": 66680.43282 }',
    (c) => c.convert({ amount: '1', fromAsset: 'BTC', toAsset: 'USD' }),
    'POST /spot/api/v3.2/user/wallet/convert',
    '{"amount":"1","fromAsset":"BTC","toAsset":"USD"}',
    wire.conversion,
    {
      amount: '1',
      settlementAmount: '66680.43282',
      amountCurrency: 'BTC',
      settlementCurrency: 'USD',
      rate: '66680.43282',
    },
  ],
  [
    'transfer',
    '{ "amount": "1", "asset": "BTC", "toUser": "jamesbond", "toUserMail": "james.bond@google.com" }',
    (c) => c.transfer({ amount: '1.0', asset: 'BTC', toUser: 'jamesbond', toUserMail: 'james.bond@google.com' }),
    'POST /spot/api/v3.2/user/wallet/transfer',
    '{"amount":"1.0","asset":"BTC","toUser":"jamesbond","toUserMail":"james.bond@google.com"}',
    wire.transferEcho,
    { amount: '1', asset: 'BTC', toUser: 'jamesbond', toUserMail: 'james.bond@google.com' },
  ],
];

describe('samples of the document', () => {
  test.each(reads)('%s', async (_, sample, read, request, expected) => {
    const { client, port } = withSample(sample);
    expect((await read(client)).data).toEqual(expected);
    expect(port.requests.map(({ method, url }) => `${method} ${url.replace('https://api.example', '')}`)).toEqual([
      request,
    ]);
  });

  test.each(deeds)('%s', async (_, sample, act, request, body, schema, data) => {
    const { client, port } = withSample(sample);
    const reply = await act(client);
    expect(reply.kind === 'succeeded' ? schema.parse(reply.data) : reply).toEqual(data);
    expect(port.requests).toMatchObject([{ body, scope: 'wallet', freshConnection: true }]);
    expect(port.requests.map(({ method, url }) => `${method} ${url.replace('https://api.example', '')}`)).toEqual([
      request,
    ]);
  });

  test('the withdrawal id is a placeholder in print, and no id', () => {
    expect(wire.withdrawData.safeParse({ withdraw_id: '<withdrawal ID>' }).success).toBe(false);
  });

  test('no secret and no signature goes out on public calls', async () => {
    const { client, port } = withSample(networks);
    await client.listNetworks({ crypto: 'BTC' }, poll, { isPublic: true });
    expect(Object.keys(port.requests[0]?.headers ?? {})).toEqual(['content-type']);
  });
});
