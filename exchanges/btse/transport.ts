import type { z } from 'zod';

import type { AdapterConfig } from '../exchange.ts';
import { callExchange } from '../http/callExchange.ts';
import { checkInput, readData } from '../http/checkData.ts';
import type { AnswerRules, Failed, Reply } from '../http/classifyHttp.ts';
import type { HttpRequest, SendOptions } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { readBtseEnvelope } from './envelope.ts';
import { btseFailures } from './failures.ts';
import { nextBtseNonce } from './nonce.ts';
import { signBtse } from './sign.ts';

export type BtseSendOptions = SendOptions & Pick<HttpRequest, 'scope'>;

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;
type Call = {
  readonly method: HttpRequest['method'];
  /** Without host and `/spot`. */
  readonly path: string;
  readonly query?: Fields;
  readonly body?: Fields;
  readonly isPublic?: boolean;
};

const adapter = 'btse';
const endpointOf = ({ method, path }: Pick<Call, 'method' | 'path'>): string => `${method} ${path}`;

/** Signs and sends calls of any endpoint, and reads their envelope (MAPPING §2, §5). */
export function createBtseTransport(config: AdapterConfig<BtseCredentials, BtseOptions>) {
  const { credentials, http } = config;
  // Old notes name the base with the prefix of the older calls; the newer ones do not have it.
  const root = config.baseUrl.replace(/\/spot$/, '');
  const rules: AnswerRules = {
    adapter,
    failureTable: btseFailures,
    readEnvelope: readBtseEnvelope,
    secrets: [credentials.apiKey, credentials.apiSecret],
  };
  /** An empty body with HTTP 2xx is a success as well. */
  const emptyAllowed: AnswerRules = {
    ...rules,
    readEnvelope: (body) =>
      body.trim() === '' ? { code: '', succeeded: true, message: '', data: null } : readBtseEnvelope(body),
  };

  function toRequest(call: Call, options: BtseSendOptions): HttpRequest {
    const prefix = call.path.startsWith('/api/') ? '/spot' : '';
    const body = call.body === undefined ? '' : writeJson(call.body);
    const auth = call.isPublic === true ? {} : authHeaders(call.path, body);
    return {
      method: call.method,
      url: root + prefix + call.path + toSearch(call.query ?? {}),
      endpoint: endpointOf(call),
      headers: { 'content-type': 'application/json', ...auth },
      ...(body === '' ? {} : { body }),
      ...options,
    };
  }

  function authHeaders(path: string, body: string): Readonly<Record<string, string>> {
    const nonce = nextBtseNonce(credentials.apiKey, config.nowMs());
    return {
      'request-api': credentials.apiKey,
      'request-nonce': nonce,
      'request-sign': signBtse({ apiSecret: credentials.apiSecret, path, nonce, body }),
    };
  }

  /** Reads with a GET. Throws ExchangeError. */
  async function get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options: BtseSendOptions,
    more: Pick<Call, 'query' | 'isPublic'> = {},
  ) {
    const call: Call = { method: 'GET', path, ...more };
    const reply = await callExchange(http, rules, toRequest(call, options));
    return readData(reply, schema, adapter, endpointOf(call));
  }

  /** Checks a body and sends it once. Throws ExchangeError only before anything is sent. */
  async function sendBody<Schema extends z.ZodType>(
    { method, path }: { readonly method: 'POST' | 'DELETE'; readonly path: string },
    schema: Schema,
    input: z.input<Schema>,
    options: BtseSendOptions & { readonly mayAnswerNothing?: boolean },
  ): Promise<Reply | Failed> {
    const body = checkInput(schema, input, adapter, endpointOf({ method, path })) as Fields;
    const { mayAnswerNothing = false, ...sendOptions } = options;
    const request = toRequest({ method, path, body }, sendOptions);
    return callExchange(http, mayAnswerNothing ? emptyAllowed : rules, request);
  }

  return { get, sendBody };
}

/** Checks the query of a GET. Throws ExchangeError, before anything is sent. */
export function checkQuery<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>, path: string): Fields {
  return checkInput(schema, input, adapter, `GET ${path}`) as Fields;
}

function toSearch(fields: Fields): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
