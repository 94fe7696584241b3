import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { failureDecisions, failureReasons, type FailureReason } from '../../domain/failure.ts';
import { isFinal, withdrawalStatuses, type WithdrawalStatus } from '../../domain/status.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { bigoneFailures, toBigoneRecord } from '../../exchanges/bigone/mapping.ts';
import { readBigoneEnvelope, withdrawalRow } from '../../exchanges/bigone/wire.ts';
import { bitunixFailures, toBitunixRecord } from '../../exchanges/bitunix/mapping.ts';
import { historyRow, readBitunixEnvelope } from '../../exchanges/bitunix/wire.ts';
import { btseOptions } from '../../exchanges/btse/config.ts';
import { readBtseEnvelope } from '../../exchanges/btse/envelope.ts';
import { btseFailures } from '../../exchanges/btse/failures.ts';
import { toBtseRecord } from '../../exchanges/btse/mapping.ts';
import { historyRow as btseRow } from '../../exchanges/btse/wire.ts';
import type { Catalog } from '../../exchanges/edgex/catalog.ts';
import { toCrossWithdrawRecord } from '../../exchanges/edgex/cross-withdraw/mapping.ts';
import { crossWithdrawRow } from '../../exchanges/edgex/cross-withdraw/wire.ts';
import { readEdgexEnvelope } from '../../exchanges/edgex/envelope.ts';
import { edgexFailures } from '../../exchanges/edgex/failures.ts';
import { toNormalWithdrawRecord } from '../../exchanges/edgex/normal-withdraw/mapping.ts';
import { normalWithdrawRow } from '../../exchanges/edgex/normal-withdraw/wire.ts';
import { toWithdrawRecord } from '../../exchanges/edgex/withdraw/mapping.ts';
import { withdrawRow } from '../../exchanges/edgex/withdraw/wire.ts';
import { classifyHttp, type Envelope, toCancelAnswer, toSubmitAnswer } from '../../exchanges/http/classifyHttp.ts';
import { readJson } from '../../exchanges/http/json.ts';
import { finishedExchanges } from '../../exchanges/registry.ts';

const catalog: Catalog = {
  collateral: { coinId: '1000', name: 'USDT', assetId: '0x1', resolution: 1_000_000n, decimals: 6 },
  coinNames: new Map(),
  chains: [],
  l1: null,
  underMaintenance: false,
  minimum: null,
  maximum: null,
};
const edgexRow = {
  id: '1',
  accountId: '2',
  coinId: '1000',
  amount: '3',
  ethAddress: `0x${'a'.repeat(40)}`,
  clientWithdrawId: '4',
  clientCrossWithdrawId: '4',
};

/** A record with this status word, and with anything else that could change its meaning. */
const records: Readonly<Record<string, (word: string, txid: string | null) => WithdrawalRecord>> = {
  bigone: (state, txid) =>
    toBigoneRecord(withdrawalRow.parse({ id: '1', asset_symbol: 'USDT', amount: '3', state, txid })),
  bitunix: (status, txid) =>
    toBitunixRecord(
      historyRow.parse({
        id: '1',
        type: 'withdraw',
        coin: 'USDT',
        amount: '3',
        status,
        transactionHash: txid,
        ctime: '1744185294000',
      }),
    ),
  btse: (status, txid) =>
    toBtseRecord(
      btseRow.parse({
        orderId: '1',
        type: 'Withdraw',
        currency: 'USDT',
        amount: '3',
        status,
        txid,
        timestamp: '1744185294000',
      }),
      btseOptions.parse({}),
    ),
  'edgex-withdraw': (status) => toWithdrawRecord(withdrawRow.parse({ ...edgexRow, status }), catalog),
  'edgex-normal-withdraw': (status) =>
    toNormalWithdrawRecord(normalWithdrawRow.parse({ ...edgexRow, status }), catalog),
  'edgex-cross-withdraw': (status) => toCrossWithdrawRecord(crossWithdrawRow.parse({ ...edgexRow, status }), catalog),
};

/** Any word at all, and words that are nearly known ones. */
const near = (known: readonly string[]) =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength: 64 }),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'toString',
        'hasOwnProperty',
        'valueOf',
        'length',
        'null',
        'undefined',
        '0',
        '1',
        '00',
        '0.0',
        '1.0',
        ' ',
      ),
      fc
        .tuple(
          fc.constantFrom(...known),
          fc.constantFrom<((word: string) => string)[]>(
            (word) => word,
            (word) => word.toLowerCase(),
            (word) => word.toUpperCase(),
            (word) => ` ${word}`,
            (word) => `${word} `,
            (word) => `${word}\u0000`,
            (word) => `0${word}`,
            (word) => `${word}.0`,
            (word) => `${word}S`,
            (word) => word.slice(1) || 'x',
            (word) => word.normalize('NFKD').replace('E', 'Е'),
          ),
        )
        .map(([word, change]) => change(word)),
    )
    .filter((word) => word.length > 0 && word.length <= 64);

test('every finished adapter of the registry is held to this', () =>
  expect(Object.keys(records).sort()).toEqual(Object.keys(finishedExchanges).sort()));

describe.each(Object.entries(records))('status words of %s', (name, recordOf) => {
  const table = finishedExchanges[name]?.statusTable ?? {};

  test('behavior: every listed word means what the table says, or a later step of it; none means less', () => {
    for (const [word, status] of Object.entries(table)) {
      expect(withdrawalStatuses).toContain(status);
      for (const txid of [null, '0xabc']) {
        const meant: WithdrawalStatus = recordOf(word, txid).status;
        if (isFinal(status) || isFinal(meant)) expect(meant).toBe(status);
        else expect([status, 'L1_CONFIRMING']).toContain(meant);
      }
    }
  });

  test('behavior: any other word, however alike, is UNKNOWN, and kept as it was said', () => {
    fc.assert(
      fc.property(near(Object.keys(table)), fc.constantFrom(null, '0xabc'), (word, txid) => {
        const record = recordOf(word, txid);
        expect(record.exchangeStatus).toBe(word);
        if (!Object.hasOwn(table, word)) expect(record.status).toBe('UNKNOWN');
      }),
      { numRuns: 500 },
    );
  });
});

const dialects: readonly (readonly [
  string,
  Readonly<Record<string, FailureReason>>,
  (body: string) => Envelope | null,
  (code: string, message: string) => Record<string, unknown>,
])[] = [
  ['bigone', bigoneFailures, readBigoneEnvelope, (code, message) => ({ code, message, data: null })],
  ['bitunix', bitunixFailures, readBitunixEnvelope, (code, msg) => ({ code, msg, data: null, success: false })],
  [
    'btse',
    btseFailures,
    readBtseEnvelope,
    (errorCode, message) => ({ status: 400, errorCode, message, extraData: null }),
  ],
  ['edgex', edgexFailures, readEdgexEnvelope, (code, msg) => ({ code, msg, data: null })],
];

describe.each(dialects)('refusals by %s', (_name, failureTable, readEnvelope, write) => {
  const dialect = { adapter: 'x', failureTable, readEnvelope, secrets: [] };
  const refuse = (status: number, body: string) =>
    classifyHttp(dialect, 'POST /x', { kind: 'answered', status, body, dateMs: null, retryAfterMs: null });

  test('behavior: every listed code has a decision; silence and an unlisted code decide nothing', () => {
    for (const reason of Object.values(failureTable)) expect(failureReasons).toContain(reason);
    for (const reason of ['noAnswer', 'unreadableAnswer', 'unknownCode', 'notFound', 'duplicateClientId'] as const)
      expect([reason, failureDecisions[reason].onSubmit]).toEqual([reason, 'unknown']);
  });

  test('behavior: an unlisted code, and a listed one behind a server error, leaves submit and cancel unknown', () => {
    const statuses = fc.oneof(
      fc.constantFrom(200, 400, 401, 403, 404, 429, 500, 502, 503),
      fc.integer({ min: 200, max: 599 }),
    );
    fc.assert(
      fc.property(
        near(Object.keys(failureTable)),
        fc.oneof(fc.string(), fc.constant('insufficient funds')),
        statuses,
        (code, message, status) => {
          const told = refuse(status, JSON.stringify(write(code, message)));
          if (told.kind === 'succeeded')
            return expect([
              readEnvelope(JSON.stringify(write(code, message)))?.succeeded,
              status >= 200 && status < 300,
            ]).toEqual([true, true]);
          const listed = Object.hasOwn(failureTable, code) || Object.hasOwn(failureTable, `${code} nonce`);
          if (!listed || status >= 500)
            expect([toSubmitAnswer(told.error).kind, toCancelAnswer(told.error).kind]).toEqual(['unknown', 'unknown']);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('behavior: a body that is no envelope leaves it unknown, but for a bare HTTP 429', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json({ maxDepth: 3 })),
        fc.integer({ min: 200, max: 599 }),
        (body, status) => {
          if (readEnvelope(body) !== null) return;
          const told = refuse(status, body);
          const kind = told.kind === 'failed' ? toSubmitAnswer(told.error).kind : 'succeeded';
          expect([body, status, kind]).toEqual([
            body,
            status,
            status === 429 && !/^\s*[{[]/.test(body) ? 'notSent' : 'unknown',
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('behavior: arbitrary JSON is a success only by the exchange’s own word for it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('__proto__', 'constructor', 'data'), (value, key) => {
        for (const body of [JSON.stringify(value), `{"${key}":${JSON.stringify({ code: '0', success: true })}}`]) {
          if (readEnvelope(body)?.succeeded !== true) continue;
          const json = readJson(body);
          const bare =
            Array.isArray(json) ||
            (typeof json === 'object' &&
              json !== null &&
              !['success', 'errorCode', 'error', 'code', 'status', 'msg', 'message'].some((field) =>
                Object.hasOwn(json, field),
              ));
          const said =
            typeof json === 'object' && json !== null && Object.hasOwn(json, 'code')
              ? String((JSON.parse(body) as { code: unknown }).code)
              : null;
          expect([body, bare || said === '0' || said === '1' || said === 'SUCCESS' || said === 'null']).toEqual([
            body,
            true,
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
