import type { z } from 'zod';

import type { RequestPriority } from '../../domain/capabilities.ts';
import { ExchangeError } from '../errors.ts';
import type { ReadContext } from '../exchange.ts';
import { callExchange } from '../http/callExchange.ts';
import { checkInput, readData } from '../http/checkData.ts';
import type { Read } from '../http/checkData.ts';
import type { AnswerRules, Failed, Reply } from '../http/classifyHttp.ts';
import type { HttpRequest } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import { readOptions } from '../reads/readOptions.ts';
import type { EdgexConfig } from './config.ts';
import { accountIdOf } from './config.ts';
import { readEdgexEnvelope } from './envelope.ts';
import { edgexFailures } from './failures.ts';
import * as wire from './sharedWire.ts';
import { hmacHeaders, starkHeaders } from './signing/auth.ts';
import type { SignedParts } from './signing/auth.ts';
import { flattenBody, flattenQuery } from './signing/flatten.ts';

export type EdgexCore = ReturnType<typeof createEdgexCore>;

export const edgexScope = 'all';
/** The commas of a list stay unescaped, as they are signed. */
const encode = (text: string) => encodeURIComponent(text).replaceAll('%2C', ',');

/** What the clients of the three adapters share: signing, envelope and common calls. Reads throw ExchangeError. */
export function createEdgexCore(config: EdgexConfig, adapter: string) {
  const { credentials, options, http, nowMs } = config;
  const accountId = accountIdOf(config);
  const { l2PrivateKey, apiKey, apiSecret, passphrase } = credentials;
  const rules: AnswerRules = {
    adapter,
    failureTable: edgexFailures,
    readEnvelope: readEdgexEnvelope,
    secrets: [l2PrivateKey, ...[apiKey, apiSecret, passphrase].filter((text) => text !== undefined)],
  };

  /** New for each request: two sends of the same fields differ only in time and signature. */
  function authorize(endpoint: string, parts: SignedParts): Readonly<Record<string, string>> {
    const auth = parts.path.startsWith('/api/v1/private/assets/') ? options.assetsAuth : 'stark';
    const stark =
      auth === 'hmac' ? {} : starkHeaders({ ...parts, l2PrivateKey, withPublicKeyY: options.signatureWithPublicKeyY });
    if (auth === 'stark') return stark;
    if (apiKey !== undefined && apiSecret !== undefined && passphrase !== undefined)
      return { ...stark, ...hmacHeaders({ ...parts, apiKey, apiSecret, passphrase }) };
    throw new ExchangeError({
      reason: 'authRefused',
      adapter,
      endpoint,
      note: `not sent: options.assetsAuth "${auth}" needs credentials apiKey, apiSecret and passphrase`,
    });
  }

  function signed(
    endpoint: string,
    given: { query?: Readonly<Record<string, string>>; body?: Readonly<Record<string, unknown>> },
  ): Pick<HttpRequest, 'method' | 'url' | 'endpoint' | 'headers' | 'body' | 'scope'> {
    const [method, path] = endpoint.split(' ') as ['GET' | 'POST', string];
    const { query, body } = given;
    const tail = body === undefined ? flattenQuery(query ?? {}) : flattenBody(body);
    const headers = authorize(endpoint, { timestamp: String(Math.trunc(nowMs())), method, path, tail });
    return {
      method,
      url: config.baseUrl + path + toSearch(query ?? {}),
      endpoint,
      headers: { ...headers, 'Content-Type': 'application/json' },
      scope: edgexScope,
      ...(body === undefined ? {} : { body: writeJson(body) }),
    };
  }

  const send = async (request: HttpRequest) => nameRateLimit(await callExchange(http, rules, request));

  async function getPublic<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    context: ReadContext,
  ): Promise<Read<z.output<Schema>>> {
    const endpoint = `GET ${path}`;
    const request: HttpRequest = {
      method: 'GET',
      url: config.baseUrl + path,
      endpoint,
      headers: {},
      scope: edgexScope,
      ...readOptions(context),
    };
    return readData(await send(request), schema, adapter, endpoint);
  }

  /** A signed read. Each one names our account, by which the server finds the key; the vendor's clients do the same. */
  async function get<Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
    context: ReadContext,
  ): Promise<Read<z.output<Schema>>> {
    const endpoint = `GET ${path}`;
    const reply = await send({ ...signed(endpoint, { query: { accountId, ...query } }), ...readOptions(context) });
    return readData(reply, schema, adapter, endpoint);
  }

  /** A signed send of money, on a connection of its own. Throws only before anything is sent. */
  async function post(
    path: string,
    schema: z.ZodType,
    input: unknown,
    turn: RequestPriority | 'taken',
  ): Promise<Reply | Failed> {
    const endpoint = `POST ${path}`;
    const body = checkInput(schema, input, adapter, endpoint) as Readonly<Record<string, unknown>>;
    return send({ ...signed(endpoint, { body }), turn, freshConnection: true });
  }

  return {
    adapter,
    accountId,
    l2PrivateKey,
    nowMs,
    options,
    get,
    post,
    input: <Schema extends z.ZodType>(schema: Schema, given: unknown, path: string) =>
      checkInput(schema, given, adapter, `GET ${path}`),

    /** The exchange's clock, Unix milliseconds; unsigned. May be repeated. Source: public metadata API. */
    getServerTime: (context: ReadContext) =>
      getPublic('/api/v1/public/meta/getServerTime', wire.serverTimeData, context),

    /** Coins, chains and tokens; unsigned. May be repeated. Source: public metadata API. */
    getMetaData: (context: ReadContext) => getPublic('/api/v1/public/meta/getMetaData', wire.metaData, context),

    /**
     * A page of deposits and withdrawals of every kind, rows not parsed yet; times in SECONDS. May be repeated.
     * Source: "Aggregate Query of All Deposit and Withdrawal Order Records".
     */
    async getAllOrdersPage(input: z.input<typeof wire.ordersPageInput>, context: ReadContext) {
      const path = '/api/v1/private/assets/getAllOrdersPage';
      return get(path, checkInput(wire.ordersPageInput, input, adapter, `GET ${path}`), wire.ordersPage, context);
    },
  };
}

/** HTTP 429 is a refusal of the gateway, whatever word comes with it: no document says which (MAPPING §5). */
function nameRateLimit(reply: Reply | Failed): Reply | Failed {
  if (reply.kind !== 'failed' || reply.error.httpStatus !== 429 || reply.error.reason !== 'unknownCode') return reply;
  const { adapter, endpoint, wireCode, retryAfterMs } = reply.error;
  return {
    ...reply,
    error: new ExchangeError({
      reason: 'rateLimited',
      adapter,
      endpoint,
      httpStatus: 429,
      wireCode: wireCode ?? undefined,
      retryAfterMs: retryAfterMs ?? undefined,
    }),
  };
}

function toSearch(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([key, value]) => `${encode(key)}=${encode(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
