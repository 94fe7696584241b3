import { ExchangeError } from '../errors.ts';
import type { AdapterConfig } from '../exchange.ts';
import { callExchange } from '../http/callExchange.ts';
import type { AnswerRules, Failed, Reply } from '../http/classifyHttp.ts';
import type { HttpRequest, SendOptions } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { bigoneFailures } from './mapping.ts';
import { nextBigoneNonce } from './nonce.ts';
import { signBigoneToken } from './sign.ts';
import { readBigoneEnvelope } from './wire.ts';

export type BigoneCall = {
  /** Method and path template. */
  readonly endpoint: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** Signs and sends calls of any endpoint, and reads their envelope (MAPPING §2, §5). */
export function createBigoneTransport(config: AdapterConfig<BigoneCredentials, BigoneOptions>) {
  const { credentials, http, nowMs } = config;
  const { recvWindowSeconds } = config.options;
  const rules: AnswerRules = {
    adapter: 'bigone',
    failureTable: bigoneFailures,
    readEnvelope: readBigoneEnvelope,
    secrets: [credentials.apiKey, credentials.apiSecret],
  };

  /** A token refused while the clocks are further apart than its window was refused for its time (MAPPING §5). */
  function nameClockSkew(reply: Reply | Failed): Reply | Failed {
    if (reply.kind !== 'failed' || reply.error.reason !== 'authRefused' || reply.dateMs === null) return reply;
    if (Math.abs(reply.dateMs - nowMs()) < recvWindowSeconds * 1_000) return reply;
    const { adapter, endpoint, httpStatus, wireCode } = reply.error;
    const error = new ExchangeError({
      reason: 'clockSkew',
      adapter,
      endpoint,
      httpStatus: httpStatus ?? undefined,
      wireCode: wireCode ?? undefined,
      note: "our clock differs from the exchange's by more than the window",
    });
    return { ...reply, error };
  }

  /** Throws only before anything is sent. */
  async function sendSigned(call: BigoneCall, options: SendOptions): Promise<Reply | Failed> {
    const nonce = nextBigoneNonce(nowMs());
    const token = await signBigoneToken({ ...credentials, nonce, recvWindowSeconds });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const request = toRequest(config.baseUrl, call, headers, options);
    return nameClockSkew(await callExchange(http, rules, request));
  }

  /** Never throws. */
  const sendPublic = (baseUrl: string, call: BigoneCall, options: SendOptions): Promise<Reply | Failed> =>
    callExchange(http, rules, toRequest(baseUrl, call, {}, options));

  return { sendSigned, sendPublic };
}

function toRequest(
  baseUrl: string,
  call: BigoneCall,
  headers: Readonly<Record<string, string>>,
  options: SendOptions,
): HttpRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) query.set(name, String(value));
  return {
    method: call.endpoint.startsWith('POST') ? 'POST' : 'GET',
    url: `${baseUrl}${call.path}${query.size === 0 ? '' : `?${query.toString()}`}`,
    endpoint: call.endpoint,
    headers,
    ...(call.body === undefined ? {} : { body: writeJson(call.body) }),
    scope: 'all',
    ...options,
  };
}
