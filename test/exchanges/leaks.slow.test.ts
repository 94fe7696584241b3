import { Writable } from 'node:stream';
import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';
import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { pino } from 'pino';

import { toFailure } from '../../activities/toFailure.ts';
import { TemporalUnreachableError } from '../../client/errors.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../domain/withdrawal.ts';
import { createExchange } from '../../exchanges/createExchange.ts';
import type { Exchange, ReadContext } from '../../exchanges/exchange.ts';
import type { HttpAnswer, HttpPort } from '../../exchanges/http/http.ts';
import { instrument } from '../../exchanges/instrument.ts';
import { type AnyExchangeDefinition, finishedExchanges } from '../../exchanges/registry.ts';
import { describeError } from '../../workers/process/describeError.ts';
import { aClient, runWith } from '../client/support/fakeClient.ts';
import { benches } from './conformance/benches.ts';
import { formsOf } from './conformance/overhear.ts';

/** Short and of letters alone: they are hidden only by code that knows them, by no pattern. */
const canaries = { apiKey: 'CanaryKeyOfOurs', apiSecret: 'CanarySecretOfOurs', passphrase: 'CanaryPassphrase' };
const read: ReadContext = { priority: 'poll' };

/**
 * What a careless exchange may answer: refusals, successes, pages and texts without JSON that repeat everything it
 * was sent, and everything that it should keep to itself.
 */
const sayings: readonly ((echo: string) => string)[] = [
  (echo) =>
    JSON.stringify({ code: 4711, errorCode: 4711, status: 400, success: false, message: echo, msg: echo, data: echo }),
  (echo) =>
    JSON.stringify({
      code: 'CanarySecretOfOurs',
      errorCode: 'CanarySecretOfOurs',
      status: 'CanaryKeyOfOurs',
      message: echo,
      msg: echo,
      data: null,
    }),
  (echo) => JSON.stringify({ code: '10007', errorCode: '401', success: false, message: echo, msg: echo, data: null }),
  (echo) => JSON.stringify({ code: '0', msg: echo, success: true, data: echo }),
  (echo) => JSON.stringify({ code: 'SUCCESS', msg: echo, data: { [echo]: echo } }),
  (echo) => JSON.stringify({ code: 0, data: [{ id: echo, state: echo }, echo] }),
  (echo) => JSON.stringify([{ orderId: echo, type: 'Withdraw', status: echo }]),
  (echo) => `<html>${echo}</html>`,
  (echo) => echo,
];

function loquacious(saying: (echo: string) => string, status: number, secrets: readonly string[]): HttpPort {
  return {
    send: async (request): Promise<HttpAnswer> => ({
      kind: 'answered',
      status,
      dateMs: null,
      retryAfterMs: null,
      body: saying([...secrets, ...Object.values(request.headers), request.url, request.body ?? ''].join(' ')),
    }),
  };
}

const intentOf = (request: WithdrawalRequest): SubmitIntent => ({
  ...request,
  submission: 1,
  clientWithdrawalId: 'c37173f4-751f-4cc1-9904-c1041dcae4f7',
  accountIdentity: 'identity',
  laneKey: null,
  frozen: {
    coinId: '1000',
    starkExAssetId: '0x33',
    resolution: '1000000',
    expireTime: String((Math.floor(Date.now() / 3_600_000) + 300) * 3_600_000),
    createdNotBefore: '1',
    erc20Address: `0x${'a'.repeat(40)}`,
    chainId: '1',
    lpAccountId: '5',
    crossWithdrawL2Key: '0x1',
    fee: '1',
    netAmount: '1',
  },
});

/** Everything an adapter can be asked; answers and errors alike. */
async function askAll(exchange: Exchange, request: WithdrawalRequest): Promise<unknown[]> {
  const open = {
    exchangeWithdrawalId: '1',
    clientWithdrawalId: intentOf(request).clientWithdrawalId,
    asset: request.asset,
    notBeforeMs: 0,
  };
  const asked: (() => Promise<unknown>)[] = [
    () => exchange.probe(read),
    () => exchange.readAssetRules(read),
    () => exchange.freeze(request, '7', read),
    () => exchange.submit(intentOf(request)),
    () => exchange.readStatuses([open], read),
    () => exchange.findById('1', open, read),
    ...('findByClientId' in exchange ? [() => exchange.findByClientId(intentOf(request), read)] : []),
    ...('readHistory' in exchange
      ? [() => exchange.readHistory(intentOf(request), Date.now() - 1_000, null, read)]
      : []),
    ...('requestCancel' in exchange ? [() => exchange.requestCancel({ ...open, network: request.network })] : []),
  ];
  const heard: unknown[] = [];
  for (const ask of asked) heard.push(await ask().catch((error: unknown) => error));
  return heard;
}

/**
 * A value in every form in which it could be printed, logged or stored: inspected, as JSON, in the worker's log and
 * in Temporal's history.
 */
function everyForm(thing: unknown): string[] {
  const lines: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
  const log = pino({ level: 'debug', serializers: { error: describeError, err: describeError } }, stream);
  if (!(thing instanceof Error)) return [inspect((thing as { message?: unknown } | null)?.message)];
  log.error({ error: thing, err: thing }, 'failed');
  const failure = toFailure(thing);
  log.error({ error: failure }, failure.message);
  const kept = defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter);
  return [
    ...lines,
    inspect(thing, { depth: 12, showHidden: true }),
    JSON.stringify(thing),
    thing.message,
    thing.stack ?? '',
    inspect(thing.cause),
    inspect(failure, { depth: 12, showHidden: true }),
    JSON.stringify(kept),
  ];
}

describe.each(Object.keys(finishedExchanges))('%s, every credential a canary and the exchange a gossip', (name) => {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`no bench for ${name}`);
  const isEdgex = bench.simulator === 'edgex';
  const credentials: Readonly<Record<string, string>> = isEdgex
    ? { ...bench.credentials, ...canaries }
    : { apiKey: canaries.apiKey, apiSecret: canaries.apiSecret };
  const request: WithdrawalRequest = {
    withdrawalId: 'w-1',
    account: `${name}/main`,
    ...bench.request,
    requestedAt: new Date().toISOString(),
    deadlineAt: null,
  };

  test.each([200, 400, 401, 404, 429, 500])(
    'HTTP %i: none in any answer, error, log line, failure of Temporal, or output of the command line',
    async (status) => {
      const said: string[] = [];
      let errors = 0;
      for (const saying of sayings) {
        const calls: string[] = [];
        const write = (fields: object, message: string) => void calls.push(JSON.stringify([fields, message]));
        const http = loquacious(saying, status, Object.values(credentials));
        const bare = createExchange(finishedExchanges[name] as AnyExchangeDefinition, {
          baseUrl: 'https://exchange.test',
          credentials,
          options: { ...bench.options, ...(isEdgex ? { assetsAuth: 'both' } : {}) },
          exchangeAccountId: bench.account.accountId,
          http,
          nowMs: Date.now,
        });
        const exchange = instrument(bare, {
          adapter: name,
          account: request.account,
          nowMs: Date.now,
          log: { debug: write, info: write, warn: write, error: write },
        });
        for (const heard of await askAll(exchange, request)) {
          errors += heard instanceof Error ? 1 : 0;
          said.push(...everyForm(heard));
          if (!(heard instanceof Error)) continue;
          for (const flags of [[], ['--json']]) {
            const told = new TemporalUnreachableError({ reason: heard.message }, { cause: heard });
            for (const thrown of [heard, told]) {
              const { stdout, stderr } = await runWith(
                aClient([], {
                  get: async () => {
                    throw thrown;
                  },
                }),
                ['show', 'w-1', ...flags],
              );
              said.push(stdout, stderr);
            }
          }
        }
        said.push(...calls);
      }
      expect(errors).toBeGreaterThan(sayings.length);
      const secrets = Object.values(credentials).flatMap(formsOf);
      expect(secrets.filter((secret) => said.some((text) => text.includes(secret)))).toEqual([]);
    },
  );
});

describe('what is thrown by something else than an adapter', () => {
  test('an error whose message holds a request says nothing of it in a failure', () => {
    const surprise = Object.assign(new TypeError(`https://exchange.test/?sign=${canaries.apiSecret}`), {
      headers: { authorization: canaries.apiKey },
      cause: new Error(canaries.passphrase),
    });
    const failure = toFailure(surprise);
    const kept = JSON.stringify(defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter));
    expect(failure.message).toBe("unexpected TypeError; see the worker's log");
    expect(
      Object.values(canaries).filter((secret) =>
        `${inspect(failure, { depth: 9, showHidden: true })} ${kept}`.includes(secret),
      ),
    ).toEqual([]);
  });
});
