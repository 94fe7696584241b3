import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { checkAgainstRules } from '../../../domain/checkAgainstRules.ts';
import { matchWithdrawal, type MatchInput } from '../../../domain/matchWithdrawal.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { bitunix } from '../../../exchanges/bitunix/index.ts';
import { bitunixLaneKey, bitunixLaneKeyOfRecord, toBitunixRecord } from '../../../exchanges/bitunix/mapping.ts';
import { toRecipient } from '../../../exchanges/bitunix/recipient.ts';
import { historyRow } from '../../../exchanges/bitunix/wire.ts';
import type { Cancels, Exchange, FindsByHistory, OpenWithdrawal } from '../../../exchanges/exchange.ts';
import { readJson } from '../../../exchanges/http/json.ts';
import type { FaultOrder } from '../../../simulator/index.ts';
import { aRequest } from '../../support/builders.ts';
import { anIntent, answered, aPort, poll, tronAddress } from '../support/aRequest.ts';
import { apiKey, apiSecret, type Setting, withSimulator } from '../support/withSimulator.ts';

const finder = (exchange: Exchange) => exchange as unknown as FindsByHistory;
const canceller = (exchange: Exchange) => exchange as unknown as Cancels;
const recipients = {
  'internal:uid': '4712',
  'internal:phone': '86-13800000000',
  'internal:email': 'Ada.L+1@example.com',
} as const;
type InternalNetwork = keyof typeof recipients;
const networks = Object.keys(recipients) as InternalNetwork[];
/** The ledger's own words for the same recipients. */
const receivers = {
  'internal:uid': 'uid:4712',
  'internal:phone': 'phone:86 13800000000',
  'internal:email': 'email:Ada.L+1@example.com',
} as const;

const accounts = [
  { apiKey, apiSecret, accountId: '4711', balances: { USDT: '100', TRX: '100' } },
  { apiKey: 'other', apiSecret: 'other', accountId: '4712', balances: {} },
];
const withAccounts = (options: Parameters<typeof withSimulator>[1] = {}) =>
  withSimulator('bitunix', { accounts, ...options });
const transfer = (network: string, more: Partial<SubmitIntent> = {}) =>
  anIntent({
    asset: 'USDT',
    network,
    address: recipients[network as InternalNetwork] ?? '4712',
    amount: '10.50',
    ...more,
  });

async function submitted({ exchange }: Setting, intent: SubmitIntent): Promise<OpenWithdrawal> {
  const answer = await exchange.submit(intent);
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return {
    exchangeWithdrawalId: answer.exchangeWithdrawalId,
    clientWithdrawalId: null,
    asset: intent.asset,
    notBeforeMs: Date.now() - 60_000,
  };
}

const sinceAMinute = (exchange: Exchange, intent: SubmitIntent) =>
  finder(exchange).readHistory(intent, Date.now() - 60_000, null, poll);
const nowMs = 1_744_185_300_000;
const transferRow = {
  id: '10',
  type: 'inside_transfer_out',
  coin: 'USDT',
  network: null,
  address: null,
  amount: '10.5',
  fee: null,
  feeCoin: null,
  status: 'pending',
  ctime: 1_744_185_294_000,
  transactionHash: null,
  memo: null,
  toType: 'uid',
  toUid: 4712,
  toPhoneCountryCode: null,
  toPhoneNumber: null,
  toEmail: null,
};
const shown = (more: object) => ({ ...transferRow, ...more });
const withdrawRow = {
  ...transferRow,
  id: '11',
  type: 'withdraw',
  coin: 'USDT',
  network: 'Tron (TRC-20)',
  address: tronAddress,
  toType: null,
  toUid: null,
};
/** As it comes out of JSON: no number is a JavaScript number. */
const aRow = (more: object = {}) => historyRow.parse(readJson(JSON.stringify({ ...transferRow, ...more })));
const ok = (data: unknown) =>
  answered({ code: '0', msg: 'result.success', data, success: true }, 200, { dateMs: nowMs });
function withAnswers(answers: Parameters<typeof aPort>[0]) {
  const port = aPort(answers);
  return {
    port,
    exchange: bitunix.create({
      baseUrl: 'https://api.example',
      credentials: { apiKey, apiSecret },
      options: {},
      exchangeAccountId: null,
      http: port,
      nowMs: () => nowMs,
    }),
  };
}

describe('bitunix internal transfer: submit', () => {
  test.each([
    ['internal:uid', '{"coin":"USDT","amount":10.50,"toType":"uid","toUid":4712}'],
    [
      'internal:phone',
      '{"coin":"USDT","amount":10.50,"toType":"phone","toPhoneCountryCode":"86","toPhoneNumber":"13800000000"}',
    ],
    ['internal:email', '{"coin":"USDT","amount":10.50,"toType":"email","toEmail":"Ada.L+1@example.com"}'],
  ] as const)('what goes out to %s', async (network, body) => {
    const { exchange, port } = withAnswers([ok('1909921053381820417')]);
    expect(await exchange.submit(transfer(network))).toEqual({
      kind: 'accepted',
      exchangeWithdrawalId: '1909921053381820417',
      record: null,
    });
    expect(port.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.example/api/spot/v1/inside_transfer',
        scope: 'insideTransfer',
        turn: 'taken',
        freshConnection: true,
        body,
      },
    ]);
  });

  test.each([
    ['internal:uid', '047123'],
    ['internal:uid', '1e5'],
    ['internal:uid', '9223372036854775808'],
    ['internal:phone', '13800000000'],
    ['internal:phone', '+86-13800000000'],
    ['internal:phone', '86-138-00'],
    ['internal:email', 'ada'],
    ['internal:email', 'a***@example.com'],
    ['internal:email', 'ada@'],
    ['internal:iban', '12345678'],
    ['internal:', '4712'],
    ['internal:toString', '4712'],
  ])('%s %s is refused by name and never sent', async (network, address) => {
    const { exchange, port } = withAnswers([]);
    const request = aRequest({ network, address, memo: null });
    expect(exchange.checkRequest(request).map((problem) => problem.field)).toEqual([
      network in recipients ? 'address' : 'network',
    ]);
    expect(await exchange.submit(transfer(network, { address }))).toMatchObject({
      kind: 'rejected',
      reason: 'parameterRefused',
    });
    expect(port.requests).toEqual([]);
  });

  test("the exchange's rules and our own check take the same recipients, with no memo", async () => {
    const { exchange } = await withAccounts();
    const rules = (await exchange.readAssetRules(poll))?.filter((rule) => rule.asset === 'USDT') ?? [];
    for (const network of networks) {
      const right = aRequest({
        asset: 'USDT',
        network,
        address: recipients[network],
        memo: null,
        amount: '0.000000000000000001',
      });
      const wrong = [
        { ...right, address: tronAddress },
        { ...right, memo: '7' },
      ];
      expect(
        [right, ...wrong].map((request) => [
          exchange.checkRequest(request).map((problem) => problem.field),
          checkAgainstRules(request, rules, []).map((problem) => problem.field),
        ]),
      ).toEqual([
        [[], []],
        [['address'], ['address']],
        [['memo'], ['memo']],
      ]);
    }
  });

  test.each([
    [{ insideTransferId: '19' }, 'accepted'],
    [19, 'accepted'],
    [null, 'unknown'],
    [{}, 'unknown'],
    [{ withdrawId: '19' }, 'unknown'],
    ['', 'unknown'],
  ])('success with data %j is %s', async (data, kind) => {
    expect((await withAnswers([ok(data)]).exchange.submit(transfer('internal:uid'))).kind).toBe(kind);
  });

  const faults: [Omit<FaultOrder, 'on'>, string, string, number][] = [
    [{ name: 'dropBeforeAccept' }, 'unknown', 'noAnswer', 0],
    [{ name: 'acceptThenDropReply' }, 'unknown', 'noAnswer', 1],
    [{ name: 'acceptThen5xx' }, 'unknown', 'unknownCode', 1],
    [{ name: 'malformedBody' }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody', accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'unknownCode' }, 'unknown', 'unknownCode', 0],
    [{ name: 'tooManyRequests' }, 'notSent', 'rateLimited', 0],
  ];
  test.each(faults)('fault %j is %s (%s)', async (fault, kind, reason, booked) => {
    const { exchange, simulator } = await withAccounts();
    simulator.arm({ ...fault, on: 'submit', match: { address: receivers['internal:uid'] } });
    expect(await exchange.submit(transfer('internal:uid'))).toMatchObject({ kind, reason });
    expect([simulator.ledger.accepted().length, simulator.armedFaultHits(fault.name)]).toEqual([booked, 1]);
  });

  test('to nobody, or more than there is, is rejected', async () => {
    const { exchange, simulator } = await withAccounts();
    expect(await exchange.submit(transfer('internal:uid', { address: '99999' }))).toMatchObject({
      kind: 'rejected',
      reason: 'refusedByExchange',
    });
    expect(await exchange.submit(transfer('internal:uid', { amount: '100.01' }))).toMatchObject({
      kind: 'rejected',
      reason: 'insufficientFunds',
    });
    expect(simulator.ledger.entries()).toEqual([]);
  });
});

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

  test('a recipient that is masked or missing could be ours: the look-up proves nothing; of another kind it could not', async () => {
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

describe('bitunix internal transfer: lanes', () => {
  const phone = (toPhoneCountryCode: unknown, toPhoneNumber: unknown) =>
    aRow({ toType: 'phone', toUid: null, toPhoneCountryCode, toPhoneNumber });
  const laneOf = (row: ReturnType<typeof aRow>) => bitunixLaneKeyOfRecord(toBitunixRecord(row));

  test('coin, kind and recipient, whatever the memo', () => {
    const lane = { asset: 'USDT', network: 'internal:uid', address: '4712', memo: null };
    const keys = [
      lane,
      { ...lane, asset: 'TRX' },
      { ...lane, network: 'internal:email' },
      { ...lane, address: '4713' },
      { ...lane, network: 'Tron (TRC-20)' },
    ].map(bitunixLaneKey);
    expect(new Set(keys).size).toBe(5);
    expect([laneOf(aRow()), laneOf(aRow({ memo: 'thanks' }))]).toEqual([keys[0], keys[0]]);
  });

  test('spellings of one phone or e-mail are one lane; two people never are', () => {
    const key = (network: string, address: string) => bitunixLaneKey({ asset: 'USDT', network, address, memo: null });
    for (const row of [
      phone('86', '13800000000'),
      phone('+86', '13800000000'),
      phone('0086', '13800000000'),
      phone('8', '613800000000'),
    ])
      expect(laneOf(row)).toBe(key('internal:phone', '86-13800000000'));
    expect(laneOf(phone('44', '7911123456'))).toBe(key('internal:phone', '44-07911123456'));
    expect(laneOf(phone('86', '13800000001'))).not.toBe(key('internal:phone', '86-13800000000'));
    expect(laneOf(aRow({ toType: 'email', toUid: null, toEmail: 'ada@EXAMPLE.com' }))).toBe(
      key('internal:email', 'Ada@example.com'),
    );
  });

  test('a lost transfer is never taken for a withdrawal, nor a withdrawal for a transfer, whatever the rows show', () => {
    const text = fc.constantFrom('4712', '86-13800000000', 'ada@example.com', tronAddress);
    const network = fc.constantFrom('internal:uid', 'internal:phone', 'internal:email', 'Tron (TRC-20)');
    const row = fc.record({
      type: fc.constantFrom('withdraw', 'inside_transfer', 'inside_transfer_out'),
      network: fc.option(network),
      address: fc.option(text),
      toType: fc.constantFrom('uid', 'phone', 'email', null),
      toUid: fc.constantFrom('4712', null),
      toPhoneCountryCode: fc.constantFrom('86', null),
      toPhoneNumber: fc.constantFrom('13800000000', null),
      toEmail: fc.constantFrom('ada@example.com', null),
    });
    fc.assert(
      fc.property(network, text, fc.array(row, { maxLength: 6 }), (laneNetwork, address, rows) => {
        const records: WithdrawalRecord[] = rows.map((one, index) =>
          toBitunixRecord(aRow({ ...one, id: String(100 + index) })),
        );
        const input: MatchInput = {
          intent: {
            asset: 'USDT',
            amount: '10.5',
            laneKey: bitunixLaneKey({ asset: 'USDT', network: laneNetwork, address, memo: null }),
          },
          feeMode: 'gross',
          baseline: null,
          notBeforeMs: 0,
          records,
          isClaimed: () => false,
          laneKeyOfRecord: bitunixLaneKeyOfRecord,
        };
        const match = matchWithdrawal(input);
        const ids =
          match.kind === 'several'
            ? match.exchangeWithdrawalIds
            : match.kind === 'one'
              ? [match.record.exchangeWithdrawalId]
              : [];
        for (const id of ids) {
          const found = rows[Number(id) - 100];
          expect(found?.type === 'withdraw').toBe(laneNetwork === 'Tron (TRC-20)');
          if (found?.type !== 'withdraw') expect(laneNetwork).toBe(`internal:${found?.toType}`);
        }
      }),
    );
  });

  test('every recipient that may be sent is found on its own lane again', () => {
    const email = fc
      .emailAddress()
      .filter((address) => !address.includes('*') && address.length >= 3 && address.length <= 200);
    const recipient = fc.oneof(
      fc.bigInt({ min: 100n, max: 999_999_999_999_999_999n }).map((uid) => ['internal:uid', String(uid)] as const),
      fc
        .tuple(fc.integer({ min: 1, max: 9999 }), fc.stringMatching(/^\d{4,14}$/))
        .map(([country, number]) => ['internal:phone', `${country}-${number}`] as const),
      email.map((address) => ['internal:email', address] as const),
    );
    fc.assert(
      fc.property(recipient, ([network, address]) => {
        const input = toRecipient(network, address);
        fc.pre(input !== null);
        expect(laneOf(aRow({ toUid: null, ...input }))).toBe(
          bitunixLaneKey({ asset: 'USDT', network, address, memo: null }),
        );
      }),
    );
  });
});

describe('bitunix internal transfer: cancel', () => {
  test('each kind of destination has its own cancel; the wrong one cancels nothing', async () => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const moved = await submitted(setting, transfer('internal:uid'));
    const withdrawn = await submitted(setting, anIntent({ asset: 'USDT', amount: '20' }));
    expect((await canceller(exchange).requestCancel({ ...moved, network: 'Tron (TRC-20)' })).kind).toBe('refused');
    expect((await canceller(exchange).requestCancel({ ...withdrawn, network: 'internal:uid' })).kind).toBe('refused');
    expect(simulator.ledger.entries().map((entry) => entry.money)).toEqual(['locked', 'locked']);
    expect((await canceller(exchange).requestCancel({ ...moved, network: 'internal:uid' })).kind).toBe('taken');
    expect((await canceller(exchange).requestCancel({ ...withdrawn, network: 'Tron (TRC-20)' })).kind).toBe('taken');
    expect(simulator.ledger.entries().map((entry) => entry.money)).toEqual(['returned', 'returned']);
    expect((await exchange.readStatuses([moved, withdrawn], poll)).records.map((record) => record.status)).toEqual([
      'CANCELLED',
      'CANCELLED',
    ]);
  });

  test('after the first review it is refused, and an unanswered one is unknown', async () => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const open = { ...(await submitted(setting, transfer('internal:uid'))), network: 'internal:uid' };
    simulator.arm({ name: 'dropBeforeAccept', on: 'cancel', match: { address: receivers['internal:uid'] } });
    expect((await canceller(exchange).requestCancel(open)).kind).toBe('unknown');
    simulator.advance(open.exchangeWithdrawalId, 'completed');
    expect((await canceller(exchange).requestCancel(open)).kind).toBe('refused');
    expect(simulator.ledger.left({ address: receivers['internal:uid'] })).toHaveLength(1);
    expect(simulator.balanceOf('other', 'USDT').available).toBe('10.5');
  });
});
