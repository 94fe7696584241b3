import { describe, expect, test } from '@jest/globals';

import { bitunixLaneKeyOfRecord, toBitunixRecord } from '../../../../exchanges/bitunix/mapping.ts';
import { anIntent, poll } from '../../support/aRequest.ts';
import {
  finder,
  recipients,
  networks,
  receivers,
  withAccounts,
  transfer,
  submitted,
  sinceAMinute,
  shown,
  withdrawRow,
  aRow,
  ok,
  withAnswers,
} from './support.ts';

describe('bitunix internal transfer: records', () => {
  test.each(networks)('%s: accepted, followed to delivered without txid, found in the history', async (network) => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const intent = transfer(network);
    const open = await submitted(setting, intent);
    const id = open.exchangeWithdrawalId;
    expect(simulator.ledger.accepted({ address: receivers[network] })).toMatchObject([
      { kind: 'inside_transfer', amount: '10.50', money: 'locked' },
    ]);
    expect((await exchange.readStatuses([open], poll)).records).toMatchObject([
      {
        exchangeWithdrawalId: id,
        status: 'PENDING',
        internal: true,
        network,
        address: recipients[network],
        receivedAmount: '10.5',
      },
    ]);
    simulator.advance(id, 'completed');
    const read = await exchange.readStatuses([open], poll);
    expect(read).toMatchObject({
      unreadable: [],
      notRead: [],
      records: [{ status: 'L1_COMPLETED', exchangeStatus: 'success', txid: null, internal: true, fee: '0' }],
    });
    expect(await exchange.findById(id, open, poll)).toEqual({ kind: 'found', record: read.records[0] });
    const history = await sinceAMinute(exchange, intent);
    expect(history).toMatchObject({ complete: true, unreadableRows: 0, records: [{ exchangeWithdrawalId: id }] });
    expect(history.records.map(bitunixLaneKeyOfRecord)).toEqual([exchange.laneKey(intent)]);
  });

  test('withdrawals and transfers are followed together, in one read', async () => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const open = [
      await submitted(setting, transfer('internal:uid')),
      await submitted(setting, transfer('internal:email')),
      await submitted(setting, anIntent()),
    ];
    const { records } = await exchange.readStatuses(open, poll);
    expect(new Map(records.map((record) => [record.exchangeWithdrawalId, record.internal]))).toEqual(
      new Map(open.map((one, index) => [one.exchangeWithdrawalId, index < 2])),
    );
    expect(simulator.requestCounts()['POST /api/spot/v1/withdraw_transfer/page']).toBe(1);
  });

  test('each kind of destination is looked for among its own rows', async () => {
    const setting = await withAccounts();
    const { exchange } = setting;
    const lanes = [...networks.map((network) => transfer(network)), anIntent({ asset: 'USDT' })];
    for (const intent of lanes) await submitted(setting, intent);
    for (const intent of lanes) {
      const { records } = await sinceAMinute(exchange, intent);
      expect(records.every((record) => record.internal === intent.network in recipients)).toBe(true);
      expect(records.filter((record) => exchange.laneKeyOfRecord(record) === exchange.laneKey(intent))).toHaveLength(1);
    }
  });

  test('a transfer that only one of the two ways of asking shows is there', async () => {
    const asked = (body: string | undefined) => (body?.includes('"type"') === true ? 'by type' : 'without');
    for (const shownTo of ['by type', 'without']) {
      for (const type of ['inside_transfer', 'inside_transfer_out']) {
        const { exchange, port } = withAnswers((request) =>
          ok(asked(request.body) === shownTo ? [shown({ type }), withdrawRow] : []),
        );
        const read = await finder(exchange).readHistory(transfer('internal:uid'), 0, null, poll);
        expect(read).toMatchObject({
          complete: true,
          unreadableRows: 0,
          records: [{ exchangeWithdrawalId: '10', internal: true, network: 'internal:uid', address: '4712' }],
        });
        expect(port.requests.map((request) => JSON.parse(request.body ?? '').type)).toEqual([
          'inside_transfer',
          undefined,
        ]);
      }
    }
  });

  test('an on-chain look-up asks for withdrawals alone and ignores transfers, readable or not', async () => {
    const { exchange, port } = withAnswers(() => ok([shown({ toType: null }), shown({ status: null }), withdrawRow]));
    const read = await finder(exchange).readHistory(anIntent({ asset: 'USDT' }), 0, null, poll);
    expect(read).toMatchObject({ unreadableRows: 0, records: [{ exchangeWithdrawalId: '11', internal: false }] });
    expect(port.requests.map((request) => JSON.parse(request.body ?? '').type)).toEqual(['withdraw']);
  });

  test('a masked or missing recipient could be ours: the look-up proves nothing; of another kind not', async () => {
    const unreadableRows = async (network: string, row: object) => {
      const { exchange } = withAnswers(() => ok([shown(row)]));
      return (await finder(exchange).readHistory(transfer(network), 0, null, poll)).unreadableRows;
    };
    const masked = { toType: 'email', toUid: null, toEmail: 'a***@example.com' };
    expect(await unreadableRows('internal:email', masked)).toBe(1);
    expect(await unreadableRows('internal:uid', masked)).toBe(0);
    expect(
      await unreadableRows('internal:phone', {
        toType: 'phone',
        toUid: null,
        toPhoneCountryCode: '86',
        toPhoneNumber: '138****0000',
      }),
    ).toBe(1);
    expect(await unreadableRows('internal:uid', { toUid: null })).toBe(1);
    expect(await unreadableRows('internal:uid', { toType: null })).toBe(1);
    expect(await unreadableRows('internal:uid', { status: null })).toBe(1);
  });

  test.each([
    ['pending', 'PENDING', null],
    ['verification', 'PENDING', 'confirmInApp'],
    ['success', 'L1_COMPLETED', null],
    ['fail', 'FAILED', null],
    ['cancelled', 'CANCELLED', null],
    ['frozen', 'UNKNOWN', null],
  ])('status %s is %s', (wire, status, action) => {
    for (const type of ['inside_transfer', 'inside_transfer_out'])
      expect(toBitunixRecord(aRow({ type, status: wire }))).toMatchObject({
        status,
        exchangeStatus: wire,
        action,
        internal: true,
        txid: null,
      });
  });
});
