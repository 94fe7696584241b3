import { describe, expect, test } from '@jest/globals';

import { type MatchInput, matchWithdrawal } from '../../../domain/matchWithdrawal.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { btseOptions, type BtseOptions } from '../../../exchanges/btse/config.ts';
import { couldBeSameDestination } from '../../../exchanges/btse/couldBeSameDestination.ts';
import { readBtseEnvelope } from '../../../exchanges/btse/envelope.ts';
import {
  btseLaneKey,
  btseProblems,
  toBtseAssetRules,
  toBtseRecord,
  toPairName,
} from '../../../exchanges/btse/mapping.ts';
import { historyRow, withdrawData } from '../../../exchanges/btse/wire.ts';
import { readJson } from '../../../exchanges/http/json.ts';
import { tronAddress } from '../support/aRequest.ts';
import { anIntentOf, aRow, otherTronAddress } from './support.ts';

const options = (more: Partial<BtseOptions> = {}) => btseOptions.parse(more);
const parsed = (more: object = {}) => historyRow.parse(readJson(JSON.stringify({ ...aRow, ...more })));
const record = (more: object = {}, settings: Partial<BtseOptions> = {}) =>
  toBtseRecord(parsed(more), options(settings));

describe('statuses', () => {
  test.each([
    ['PENDING', 'PENDING'],
    ['PROCESSING', 'PENDING'],
    ['COMPLETED', 'L1_COMPLETED'],
    ['CANCELLED', 'CANCELLED'],
    ['FAILURE', 'FAILED'],
    ['EXPIRED', 'UNKNOWN'],
    ['FAILED', 'UNKNOWN'],
    ['completed', 'UNKNOWN'],
    ['toString', 'UNKNOWN'],
  ])('%s → %s', (status, ours) => {
    expect(record({ status })).toMatchObject({ status: ours, exchangeStatus: status });
  });

  test('EXPIRED is money back only where an option trusts it', () => {
    expect(record({ status: 'EXPIRED' }, { trustExpired: true }).status).toBe('FAILED');
  });

  test.each([
    ['PROCESSING', 'L1_CONFIRMING'],
    ['FAILURE', 'FAILED'],
    ['ODD', 'UNKNOWN'],
  ])('%s with a transaction id → %s', (status, ours) => {
    expect(record({ status, txid: 'ab' }).status).toBe(ours);
    expect(record({ status, txId: 'ab' })).toMatchObject({ status: ours, txid: 'ab' });
  });
});

describe('rows', () => {
  const text = (field: string, value: string) =>
    JSON.stringify(aRow).replace(new RegExp(`"${field}":[^,}]*`), `"${field}":${value}`);

  test.each([
    ['20181213000239'],
    ['99999999999999999999999999999999'],
    ['9007199254740993'],
    ['"9007199254740993"'],
    ['"a-b_c"'],
  ])('order id %s keeps every character', (id) => {
    expect(historyRow.parse(readJson(text('orderId', id))).orderId).toBe(id.replaceAll('"', ''));
  });

  test.each([
    ['1e-8', '0.00000001'],
    ['1.0E+2', '100'],
    ['21.35823825', '21.35823825'],
    ['0.100', '0.1'],
    ['123456789012.12345678', '123456789012.12345678'],
    ['"7"', '7'],
  ])('amount %s is %s', (amount, plain) => {
    expect(historyRow.parse(readJson(text('amount', amount))).amount).toBe(plain);
  });

  test.each([
    ['orderId', '1.5'],
    ['orderId', '""'],
    ['orderId', 'null'],
    ['amount', '-1'],
    ['amount', 'null'],
    ['amount', 'NaN'],
    ['timestamp', '"soon"'],
    ['status', 'null'],
  ])('%s of %s is unreadable', (field, value) => {
    expect(historyRow.safeParse(readJson(text(field, value))).success).toBe(false);
  });

  test('two different transaction ids are unreadable', () => {
    expect(historyRow.safeParse(readJson(JSON.stringify({ ...aRow, txid: 'a', txId: 'b' }))).success).toBe(false);
  });

  test('networks are told only where the configuration knows the name', () => {
    const shownNetworks = { TRC20: 'Tron' };
    const network = (more: object) => record(more, { shownNetworks }).network;
    expect(
      [
        {},
        { currencyNetwork: 'TRC20' },
        { currencyNetwork: 'TRX-TRC20' },
        { currency: 'TRX-TRC20' },
        { currencyNetwork: 'Tron' },
        { currencyNetwork: 'constructor' },
      ].map(network),
    ).toEqual([null, 'Tron', 'Tron', 'Tron', null, null]);
    expect(record({ currency: 'TRX-TRC20' }).asset).toBe('TRX');
  });

  test.each([
    [{ withdraw_id: 'a' }, 'a'],
    [{ withdrawId: 'a' }, 'a'],
    [[{ withdrawId: 'a' }], 'a'],
    [{ withdraw_id: 'a', withdrawId: 'a' }, 'a'],
    [{ withdraw_id: 'a', withdrawId: 'b' }, undefined],
    [[{ withdraw_id: 'a' }, { withdraw_id: 'b' }], undefined],
    [{}, undefined],
    [{ withdraw_id: '' }, undefined],
    [{ withdraw_id: null }, undefined],
    [[], undefined],
    ['a', undefined],
    [null, undefined],
  ])('withdrawal id of %j is %s', (data, id) => {
    expect(withdrawData.safeParse(data).data).toBe(id);
  });
});

describe('likeness', () => {
  const matches = (records: WithdrawalRecord[], more: Partial<MatchInput> = {}, settings: Partial<BtseOptions> = {}) =>
    matchWithdrawal({
      intent: { asset: 'TRX', amount: '20', laneKey: btseLaneKey(options(settings), 'TRX', 'Tron') },
      feeMode: 'chosen',
      baseline: null,
      notBeforeMs: 0,
      records,
      isClaimed: () => false,
      laneKeyOfRecord: (one) => btseLaneKey(options(settings), one.asset, one.network ?? ''),
      ...more,
    }).kind;

  test.each([
    ['fee inside, row shows what was asked', true, '20', '1', 'one'],
    ['fee inside, row shows what arrives', true, '19', '1', 'one'],
    ['fee inside, another amount', true, '19.5', '1', 'none'],
    ['fee inside, more than asked', true, '21', '1', 'none'],
    ['fee inside, fee not told yet', true, '19', '0', 'one'],
    ['fee on top, row shows what was asked', false, '20', '1', 'one'],
    ['fee on top, row shows what was charged', false, '21', '1', 'one'],
    ['fee on top, less than asked', false, '19', '1', 'none'],
  ])('%s', (_, feeIncluded, amount, fees, kind) => {
    expect(matches([record({ amount, fees }, { feeIncluded })])).toBe(kind);
  });

  test('a final row without a fee has none: smaller amounts are no longer candidates', () => {
    expect(matches([record({ amount: '19', fees: 0, status: 'COMPLETED' })])).toBe('none');
    expect(matches([record({ amount: '20', fees: 0, status: 'COMPLETED' })])).toBe('one');
  });

  test('two withdrawals of one amount to two addresses share one lane, so that only one of them can be open', () => {
    const [one, other] = [tronAddress, otherTronAddress].map((address) => anIntentOf({ address }));
    const laneOf = ({ asset, network }: { asset: string; network: string }) => btseLaneKey(options(), asset, network);
    expect(one && other && laneOf(one) === laneOf(other)).toBe(true);
    // Only one had the lane and was sent; the record is its own. The other comes later and finds it in its
    // baseline, or claimed.
    const found = record({ orderId: 'r1' });
    expect(matches([found])).toBe('one');
    expect(matches([found], { baseline: { takenAtMs: 0, exchangeWithdrawalIds: ['r1'] } })).toBe('none');
    expect(matches([found], { isClaimed: (id) => id === 'r1' })).toBe('none');
    expect(matches([found, record({ orderId: 'r2' })])).toBe('several');
  });

  test('lanes are per asset, or per asset and network where rows are known to show it', () => {
    expect(btseLaneKey(options(), 'TRX', 'Tron')).toBe(btseLaneKey(options(), 'TRX', 'BSC'));
    expect(btseLaneKey(options(), 'TRX', 'Tron')).not.toBe(btseLaneKey(options(), 'BTC', 'Tron'));
    const shows = { historyShowsNetwork: true };
    expect(btseLaneKey(options(shows), 'TRX', 'Tron')).not.toBe(btseLaneKey(options(shows), 'TRX', 'BSC'));
  });

  test.each([
    [{ address: null }, true],
    [{ address: tronAddress }, true],
    [{ address: otherTronAddress }, false],
    [{ address: `${otherTronAddress.slice(0, 4)}****` }, true],
    [{ address: otherTronAddress.slice(1) }, true],
    [{ network: 'TRON' }, true],
    [{ network: 'BSC' }, false],
    [{ asset: 'BTC' }, false],
  ])('a record of ours that shows %j could be ours: %s', (shown, could) => {
    expect(couldBeSameDestination({ ...record(), ...shown }, anIntentOf())).toBe(could);
  });

  test('EVM addresses differ in case only by their checksum', () => {
    const address = '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A';
    expect(couldBeSameDestination({ ...record(), address: address.toLowerCase() }, anIntentOf({ address }))).toBe(true);
    expect(couldBeSameDestination({ ...record(), address: address.replace('1f', '2f') }, anIntentOf({ address }))).toBe(
      false,
    );
  });
});

describe('requests', () => {
  test('pair names', () => {
    const naming = options({ networkNames: { Ethereum: 'ERC20', 'BTC/Lightning': 'LN' } });
    expect(
      [
        ['BTC', 'Bitcoin'],
        ['ETH', 'Ethereum'],
        ['BTC', 'Lightning'],
        ['X', 'toString'],
      ].map(([asset = '', network = '']) => toPairName(naming, asset, network)),
    ).toEqual(['BTC-Bitcoin', 'ETH-ERC20', 'BTC-LN', 'X-toString']);
  });

  test.each([
    ['TRX', '20.12345678', []],
    ['TRX', '20.123456789', ['amount']],
    ['TRX', '20.123456780', []],
    ['BTC-Bitcoin', '1', ['asset']],
  ])('%s %s: problems %j', (asset, amount, fields) => {
    expect(btseProblems({ asset, amount }).map((problem) => problem.field)).toEqual(fields);
  });

  test('rules name networks as the configuration does, and skip what cannot be read', () => {
    const row = {
      network: 'TRC20',
      withdrawEnable: false,
      needAddressExtension: true,
      withdrawAmtMin: '5',
      withdrawFeeMin: '1',
      withdrawFeeRate: '0',
      withdrawExtFees: '0',
      withdrawExtFeeRate: '0.0',
    };
    const rules = toBtseAssetRules(
      'USDT',
      [row, { network: 'X' }, { ...row, network: 'ERC20', withdrawFeeRate: '0.001', needAddressExtension: false }],
      options({ shownNetworks: { TRC20: 'Tron' } }),
    );
    expect(rules).toEqual([
      {
        asset: 'USDT',
        network: 'Tron',
        enabled: false,
        minimum: '5',
        maximum: null,
        decimals: 8,
        fee: '1',
        memo: 'optional',
        addressFamily: 'tron',
        addressPattern: null,
      },
      {
        asset: 'USDT',
        network: 'ERC20',
        enabled: false,
        minimum: '5',
        maximum: null,
        decimals: 8,
        fee: null,
        memo: 'none',
        addressFamily: 'evm',
        addressPattern: null,
      },
    ]);
  });
});

describe('envelopes', () => {
  test.each([
    ['[1]', 'yes'],
    ['{"withdraw_id":"1"}', 'yes'],
    ['{"success":true,"code":1,"data":2}', 'yes'],
    ['{"success":true,"code":"1"}', 'yes'],
    ['{"success":true,"code":0}', null],
    ['{"success":false,"code":1}', '1'],
    ['{"success":false}', null],
    ['{"code":1}', '1'],
    ['{"code":1,"msg":"Success","data":[]}', '1'],
    ['{"status":400,"errorCode":3506,"message":"m","extraData":null}', '3506'],
    ['{"status":404,"error":"Not Found","message":"m"}', '404'],
    ['{"status":401,"error":"x","code":-7,"message":"m"}', '-7'],
    ['{"status":401,"errorCode":10002,"message":"Invalid nonce"}', '10002 nonce'],
    ['{"status":400,"errorCode":3506,"message":"nonce"}', '3506'],
    ['{"message":"x"}', null],
    ['{"status":null}', null],
    ['', null],
    ['"ok"', null],
    ['1', null],
    ['null', null],
    ['<html>', null],
    ['{"success":"true","code":1}', null],
  ])('%s → %s', (body, expected) => {
    const envelope = readBtseEnvelope(body);
    expect(envelope === null ? null : envelope.succeeded ? 'yes' : envelope.code).toBe(expected);
  });
});
