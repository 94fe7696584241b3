import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { withdrawalStatuses } from '../../../domain/status.ts';
import {
  bigoneFailures,
  bigoneStatuses,
  isOurWithdrawal,
  toBigoneAssetRules,
  toBigoneRecord,
} from '../../../exchanges/bigone/mapping.ts';
import { pingData, readBigoneEnvelope, withdrawalPage, withdrawalRow } from '../../../exchanges/bigone/wire.ts';
import { readJson } from '../../../exchanges/http/json.ts';

/** The record printed three times in the document. */
const sample =
  '{"id": 10, "customer_id": "10", "asset_symbol": "ETH", "amount": "5", "state": "COMPLETED", ' +
  '"note": "2018-03-15T16:13:45.610463Z",\n' +
  '"txid": "0x4643bb6b393ac20a6175c713175734a72517c63d6f73a3ca90a15356f2e967da0", ' +
  '"completed_at": "2018-03-15T16:13:45.610463Z",\n' +
  '"inserted_at": "2018-03-15T16:13:45.610463Z", "is_internal": true, ' +
  '"target_address": "0x4643bb6b393ac20a6175c713175734a72517c63d6f7"}';

const aRow = (more: Readonly<Record<string, unknown>> = {}) =>
  withdrawalRow.parse({ ...(readJson(sample) as object), is_internal: false, txid: '', ...more });

describe('bigone wire', () => {
  test('document: list', () => {
    const envelope = readBigoneEnvelope(
      `{"data": [${sample}], "page_token": "eyJvZmZzZXQiOjEwMCwia2luZCI6IlRSQU5TRkVSIn0="}`,
    );
    expect(envelope).toMatchObject({ succeeded: true, pageToken: 'eyJvZmZzZXQiOjEwMCwia2luZCI6IlRSQU5TRkVSIn0=' });
    expect(withdrawalPage.parse(envelope?.data).map((row) => withdrawalRow.parse(row).id)).toEqual(['10']);
  });

  test.each(['0', '"0"'])('document: create and get, code %s', (code) => {
    const envelope = readBigoneEnvelope(`{"code":${code},"message":"","data":${sample}}`);
    expect(envelope).toMatchObject({ succeeded: true, code: '0' });
    expect(toBigoneRecord(withdrawalRow.parse(envelope?.data))).toMatchInlineSnapshot(`
{
  "action": null,
  "address": "0x4643bb6b393ac20a6175c713175734a72517c63d6f7",
  "amount": null,
  "asset": "ETH",
  "createdAtMs": 1521130425610,
  "exchangeStatus": "COMPLETED",
  "exchangeWithdrawalId": "10",
  "fee": null,
  "feeAsset": null,
  "internal": true,
  "memo": null,
  "network": null,
  "receivedAmount": "5",
  "status": "L1_COMPLETED",
  "txid": "0x4643bb6b393ac20a6175c713175734a72517c63d6f73a3ca90a15356f2e967da0",
}
`);
  });

  test('document: cancel', () => {
    expect(readBigoneEnvelope('{"code":0,"message":"cancel request submitted","data": null}')).toMatchObject({
      succeeded: true,
      message: 'cancel request submitted',
    });
  });

  test.each([
    '',
    '<html>',
    '[]',
    '"x"',
    '{}',
    '{"data":null}',
    '{"message":"no code"}',
    '{"code":null,"data":null}',
    '{"code":{},"data":{}}',
    '{"code":0,"code":1}',
  ])('error: %s is no envelope', (body) => {
    expect(readBigoneEnvelope(body)).toBeNull();
  });

  test('an error of another code is not success, with or without data', () => {
    expect(readBigoneEnvelope('{"code":10014,"message":"x"}')).toMatchObject({ succeeded: false, code: '10014' });
    expect(readBigoneEnvelope(`{"code":10014,"data":${sample}}`)?.succeeded).toBe(false);
  });

  test.each([
    ['1527665262168391000', 1527665262168],
    ['"1527665262168391"', 1527665262168],
    ['1527665262168', 1527665262168],
  ])('ping: %s', (timestamp, ms) => {
    expect(pingData.parse(readJson(`{"timestamp":${timestamp}}`))).toBe(ms);
    expect(pingData.parse(readJson(`{"Timestamp":${timestamp}}`))).toBe(ms);
  });

  test('an id and amount too long for a JavaScript number keep their digits', () => {
    const row = withdrawalRow.parse(
      readJson(
        '{"id":9007199254740993123,"asset_symbol":"ETH","amount":0.123456789012345678,"state":"PENDING","fee":1E-7}',
      ),
    );
    expect([row.id, row.amount, row.fee]).toEqual(['9007199254740993123', '0.123456789012345678', '0.0000001']);
  });
});

describe('bigone mapping', () => {
  test.each([
    ...Object.entries(bigoneStatuses),
    ['some-new-state', 'UNKNOWN'],
    ['completed', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
    ['__proto__', 'UNKNOWN'],
  ])('status %s → %s', (state, status) => {
    expect(toBigoneRecord(aRow({ state }))).toMatchObject({ status, exchangeStatus: state });
  });

  test('pending with a txid is on its way; a final state is not touched by it', () => {
    expect(toBigoneRecord(aRow({ state: 'PENDING', txid: '0xabc' }))).toMatchObject({
      status: 'L1_CONFIRMING',
      exchangeStatus: 'PENDING',
      txid: '0xabc',
    });
    expect(toBigoneRecord(aRow({ state: 'FAILED', txid: '0xabc' })).status).toBe('FAILED');
  });

  test.each([
    [{ is_internal: true }, true],
    [{ kind: 'internal' }, true],
    [{ kind: 'off_chain' }, true],
    [{ kind: 'on_chain' }, false],
    [{ kind: 'new' }, false],
  ])('%o: internal %s', (more, internal) => {
    expect(toBigoneRecord(aRow(more)).internal).toBe(internal);
  });

  test('total: any text as state gives a status of ours', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 64 }), (state) => {
        expect(withdrawalStatuses).toContain(toBigoneRecord(aRow({ state })).status);
      }),
    );
  });

  test('codes that leave it open are not listed', () => {
    for (const code of ['10005', '10011', '40601', '40602', '54041', '0', '99999'])
      expect(Object.hasOwn(bigoneFailures, code)).toBe(false);
  });

  const ours = {
    asset: 'ETH',
    network: 'Ethereum',
    address: '0x4643bb6b393ac20a6175c713175734a72517c63d6f7',
    memo: null,
    amount: '5',
  };
  test.each([
    ['the same', {}, {}, true],
    ['amount written otherwise', {}, { amount: '5.000' }, true],
    ['net shown, fee beside it', { amount: '4.9', fee: '0.1' }, {}, true],
    ['net shown, fee unknown', { amount: '4.9' }, {}, false],
    ['another amount', { amount: '6', fee: '0.1' }, {}, false],
    ['another asset', { asset_symbol: 'BTC' }, {}, false],
    ['another address', { target_address: 'elsewhere' }, {}, false],
    ['no address', { target_address: null }, {}, false],
    ['another memo', { memo: '7' }, {}, false],
    ['another gateway', { gateway_name: 'Tron' }, {}, false],
    ['our gateway', { gateway_name: 'Ethereum' }, {}, true],
    [
      'an EVM address in another case',
      { target_address: '0x1FB51AA234287C3CA1F957EA9AD0E148BB814B7A' },
      { address: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A' },
      true,
    ],
  ])('isOurWithdrawal: %s', (_name, row, intent, expected) => {
    expect(isOurWithdrawal(aRow(row), { ...ours, ...intent })).toBe(expected);
  });

  test('asset rules: one per gateway; what cannot be read is left out', () => {
    const gateway = {
      gateway_name: 'Tron',
      is_withdrawal_enabled: true,
      min_withdrawal_amount: '5',
      withdrawal_fee: '1.0',
      is_memo_required: false,
      withdrawal_scale: 6,
    };
    const rows = [
      {
        symbol: 'USDT',
        binding_gateways: [gateway, { gateway_name: 7 }, { ...gateway, gateway_name: 'Mixin', is_memo_required: true }],
      },
      { symbol: 'EUR', is_fiat: true, binding_gateways: [gateway] },
      7,
    ];
    expect(toBigoneAssetRules(readJson(JSON.stringify(rows)) as unknown[])).toEqual([
      {
        asset: 'USDT',
        network: 'Tron',
        enabled: true,
        minimum: '5',
        maximum: null,
        decimals: 6,
        fee: '1',
        memo: 'unknown',
        addressFamily: 'tron',
        addressPattern: null,
      },
      {
        asset: 'USDT',
        network: 'Mixin',
        enabled: true,
        minimum: '5',
        maximum: null,
        decimals: 6,
        fee: '1',
        memo: 'required',
        addressFamily: null,
        addressPattern: null,
      },
    ]);
  });
});
