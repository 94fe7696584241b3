import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { withdrawalStatuses } from '../../../domain/status.ts';
import {
  bitunixFailures,
  bitunixLaneKey,
  bitunixStatuses,
  toBitunixAssetRules,
  toBitunixRecord,
} from '../../../exchanges/bitunix/mapping.ts';
import {
  balanceRows,
  fundsTransferInput,
  historyPage,
  historyRow,
  idData,
  insideTransferInput,
  readBitunixEnvelope,
  userInfo,
  withdrawInput,
} from '../../../exchanges/bitunix/wire.ts';
import { readJson, writeJson } from '../../../exchanges/http/json.ts';

/** The row of the history sample in the document. */
const sample =
  '{"id": "1909877667383767042", "type": "withdraw", "coin": "TRX", "amount": "19.00000000000000000000", ' +
  '"status": "pending", "ctime": 1744185294000,\n' +
  '"network": "Tron (TRC-20)", "address": "TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU", "transactionHash": null, ' +
  '"feeCoin": null, "fee": null, "memo": null,\n' +
  '"toType": null, "toUid": null, "toPhoneCountryCode": null, "toPhoneNumber": null, "toEmail": null}';

const aRow = (more: Readonly<Record<string, unknown>> = {}) =>
  historyRow.parse({ ...(readJson(sample) as object), ...more });

describe('bitunix wire', () => {
  test.each([
    ['withdraw', 'withdrawId', '"1909879608889339906"'],
    ['withdraw, as in the table', 'withdrawId', '{"withdrawId":"1909879608889339906"}'],
    ['withdraw, as a number', 'withdrawId', '1909879608889339906'],
    ['inside transfer', 'insideTransferId', '"1909921053381820417"'],
    ['inside transfer, as in the table', 'insideTransferId', '{"insideTransferId":"1909921053381820417"}'],
    ['transfer', 'transferId', '"1909902180506972162"'],
  ])('document: answer to %s', (_name, field, data) => {
    for (const code of ['"0"', '0']) {
      const envelope = readBitunixEnvelope(
        `{"code": ${code}, "msg": "result.success", "data": ${data}, "success": true}`,
      );
      expect(envelope).toMatchObject({ succeeded: true, code: '0' });
      expect(idData(field).parse(envelope?.data)).toMatch(/^1909\d{15}$/);
    }
  });

  test('document: cancels answer null', () => {
    expect(readBitunixEnvelope('{"code": "0", "msg": "result.success", "data": null, "success": true}')).toMatchObject({
      succeeded: true,
      data: null,
    });
  });

  test('document: history', () => {
    const envelope = readBitunixEnvelope(
      `{"code": "0", "msg": "result.success", "data": [${sample}], "success": true}`,
    );
    const [row] = historyPage.parse(envelope?.data);
    expect(toBitunixRecord(historyRow.parse(row))).toMatchInlineSnapshot(`
{
  "action": null,
  "address": "TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU",
  "amount": null,
  "asset": "TRX",
  "createdAtMs": 1744185294000,
  "exchangeStatus": "pending",
  "exchangeWithdrawalId": "1909877667383767042",
  "fee": null,
  "feeAsset": null,
  "internal": false,
  "memo": null,
  "network": "Tron (TRC-20)",
  "receivedAmount": "19",
  "status": "PENDING",
  "txid": null,
}
`);
  });

  test('document: requests print amounts as numbers, digit for digit', () => {
    const trx = {
      coin: 'TRX',
      network: 'Tron (TRC-20)',
      address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU',
      amount: '20.00',
    };
    expect(writeJson(withdrawInput.parse(trx))).toBe(
      '{"coin":"TRX","network":"Tron (TRC-20)","address":"TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU","amount":20.00}',
    );
    expect(
      writeJson(insideTransferInput.parse({ coin: 'USDT', amount: '10', toType: 'uid', toUid: '681979174' })),
    ).toBe('{"coin":"USDT","amount":10,"toType":"uid","toUid":681979174}');
    expect(writeJson(fundsTransferInput.parse({ type: 'spot_futures', coin: 'USDT', amount: '100.01' }))).toBe(
      '{"type":"spot_futures","coin":"USDT","amount":100.01}',
    );
    for (const amount of ['1e-7', '0', '-1', '1,5', '1.0000000000000000001', 20])
      expect(withdrawInput.safeParse({ ...trx, amount }).success).toBe(false);
  });

  test('the address has two names; two addresses make a row unreadable', () => {
    expect(aRow({ address: undefined, toAddress: 'Tx' }).address).toBe('Tx');
    expect(aRow({ toAddress: aRow().address }).address).toBe(aRow().address);
    expect(historyRow.safeParse({ ...(readJson(sample) as object), toAddress: 'Tx' }).success).toBe(false);
  });

  test('history under both readings; null is not an empty page', () => {
    expect(
      [
        historyPage.parse([]),
        historyPage.parse(readJson(`{"list":[${sample}]}`)),
        historyPage.parse(readJson(sample)),
      ].map((page) => page.length),
    ).toEqual([0, 1, 1]);
    expect(historyPage.safeParse(null).success).toBe(false);
  });

  test.each([
    '',
    '<html>',
    '[]',
    '{}',
    '{"code":null}',
    '{"code":"0","success":false}',
    '{"code":"2","success":true}',
    '{"msg":"x"}',
  ])('error: %s is no envelope', (body) => {
    expect(readBitunixEnvelope(body)).toBeNull();
  });

  test('account reads', () => {
    expect(balanceRows.parse(readJson('[{"coin":"TRX","balance":0.1,"balanceLocked":1E-18}]'))).toEqual([
      { coin: 'TRX', balance: '0.1', balanceLocked: '0.000000000000000001' },
    ]);
    expect(userInfo.parse(readJson('{"uid":681979174}'))).toEqual({ uid: '681979174' });
  });
});

describe('bitunix mapping', () => {
  test.each([
    ...Object.entries(bitunixStatuses),
    ['risk_reviewing', 'UNKNOWN'],
    ['SUCCESS', 'UNKNOWN'],
    ['toString', 'UNKNOWN'],
  ])('status %s → %s', (wire, status) => {
    expect(toBitunixRecord(aRow({ status: wire }))).toMatchObject({
      status,
      exchangeStatus: wire,
      action: wire === 'verification' ? 'confirmInApp' : null,
    });
  });

  test('pending with a txid is on its way', () => {
    expect(toBitunixRecord(aRow({ transactionHash: 'ab' }))).toMatchObject({
      status: 'L1_CONFIRMING',
      exchangeStatus: 'pending',
    });
  });

  test('total: any text as status gives a status of ours', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 64 }), (status) => {
        expect(withdrawalStatuses).toContain(toBitunixRecord(aRow({ status })).status);
      }),
    );
  });

  test('codes that leave it open are not listed', () => {
    for (const code of ['500', '10001', '0', '1', '987654', '404'])
      expect(Object.hasOwn(bitunixFailures, code)).toBe(false);
  });

  test('lane: coin, network, address, memo; never the amount', () => {
    const lane = { asset: 'TRX', network: 'Tron (TRC-20)', address: 'T1', memo: null };
    const keys = [
      lane,
      { ...lane, asset: 'USDT' },
      { ...lane, network: 'n' },
      { ...lane, address: 't1' },
      { ...lane, memo: '1' },
    ].map(bitunixLaneKey);
    expect(new Set(keys).size).toBe(5);
    expect(bitunixLaneKey({ ...lane, memo: '' })).toBe(keys[0]);
    const evm = '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A';
    expect(bitunixLaneKey({ ...lane, address: evm })).toBe(bitunixLaneKey({ ...lane, address: evm.toLowerCase() }));
  });

  test('asset rules: one per network and kind of internal transfer; only requireMemo 1 is certain', () => {
    const network = {
      network: 'Tron (TRC-20)',
      chain: 'TRX',
      contractPrecision: 6,
      requireMemo: 0,
      addressRegular: '^T',
      isOpen: true,
      withdrawOpen: true,
      withdrawMin: '5',
      withdrawMax: '100',
    };
    const rows = [
      {
        name: 'TRX',
        withdrawOpen: true,
        withdrawMin: '1',
        withdrawMax: null,
        networks: [
          network,
          {},
          { ...network, requireMemo: 1, withdrawOpen: 0, withdrawMin: null, contractPrecision: null },
        ],
      },
    ];
    expect(toBitunixAssetRules(readJson(JSON.stringify(rows)) as unknown[])).toEqual([
      {
        asset: 'TRX',
        network: 'Tron (TRC-20)',
        enabled: true,
        minimum: '5',
        maximum: '100',
        decimals: 6,
        fee: null,
        memo: 'unknown',
        addressFamily: 'tron',
        addressPattern: '^T',
      },
      {
        asset: 'TRX',
        network: 'Tron (TRC-20)',
        enabled: false,
        minimum: '1',
        maximum: '100',
        decimals: null,
        fee: null,
        memo: 'required',
        addressFamily: 'tron',
        addressPattern: '^T',
      },
      ...['internal:uid', 'internal:phone', 'internal:email'].map((kind) => ({
        asset: 'TRX',
        network: kind,
        enabled: true,
        minimum: null,
        maximum: null,
        decimals: null,
        fee: null,
        memo: 'none',
        addressFamily: null,
        addressPattern: expect.stringMatching(/^\^.*\$$/),
      })),
    ]);
  });
});
