import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { got, TimeoutError } from 'got';

import type { Log } from '../../domain/log.ts';
import type { LimitGate, Turn } from '../limitGate.ts';
import { openFreshConnection } from './freshConnection.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from './http.ts';
import { readHttpDate, readRetryAfter } from './retryAfter.ts';

export type HttpPortOptions = {
  readonly gate: LimitGate;
  readonly log?: Log;
  readonly nowMs: () => number;
  /** Default 8 MiB, counted after decompression. */
  readonly maximumBodyBytes?: number;
  /** Called at these moments of every request, and not waited for: a crash test ends the process there. */
  readonly passing?: (request: HttpRequest, moment: HttpMoment) => void;
  /** PEM; trusted instead of the well-known ones. */
  readonly certificateAuthority?: string;
};

/**
 * `beforeRequest`: not yet begun. `written`: the last byte was handed to the system. `answered`: the answer is there in
 * full, but was not looked at.
 */
export type HttpMoment = 'beforeRequest' | 'written' | 'answered';

const defaultTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;
/** After an HTTP 429 that does not say how long. */
const defaultHoldBackMs = 5_000;

/**
 * The only way out to an exchange: one request per call, no retry, no redirect, no proxy, bounded in time and
 * size. Never throws. `notSent` is answered only on proof: the wait for a turn was given up, or the socket of
 * a fresh connection never carried a byte. On a shared connection only a failed look-up or a refused connect
 * is proof.
 */
export function createHttpPort(options: HttpPortOptions): HttpPort {
  const shared = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    let turn: Turn | void = undefined;
    if (request.turn !== 'taken') {
      try {
        turn = await options.gate.takeTurn(request.scope, request.turn, request.signal);
      } catch {
        return { kind: 'notSent', code: 'NO_TURN' };
      }
      request.onTurn?.();
    }
    const startedAtMs = options.nowMs();
    const answering =
      request.freshConnection === true ? sendAlone(request) : exchange(request, shared, provesNoConnection);
    turn?.heldUntil(answering);
    const answer = await answering;
    if (answer.kind === 'answered' && answer.status === 429)
      options.gate.holdBack(request.scope, answer.retryAfterMs ?? defaultHoldBackMs);
    options.log?.debug(
      {
        endpoint: request.endpoint,
        scope: request.scope,
        ...describe(answer),
        durationMs: options.nowMs() - startedAtMs,
      },
      'http',
    );
    return answer;
  }

  async function sendAlone(request: HttpRequest): Promise<HttpAnswer> {
    const connection = openFreshConnection();
    try {
      return await exchange(request, connection.agents, () => connection.surelyNeverSent());
    } finally {
      connection.close();
    }
  }

  async function exchange(
    request: HttpRequest,
    agents: Agents,
    neverSent: (code: string) => boolean,
  ): Promise<HttpAnswer> {
    try {
      options.passing?.(request, 'beforeRequest');
      const started = start(request, agents, options.certificateAuthority);
      void started.on('request', (sent) => sent.once('finish', () => options.passing?.(request, 'written')));
      const response = await withinSize(started, options.maximumBodyBytes ?? 8 * 1024 * 1024);
      options.passing?.(request, 'answered');
      return {
        kind: 'answered',
        status: response.statusCode,
        body: response.body,
        dateMs: readHttpDate(response.headers.date),
        retryAfterMs: readRetryAfter(response.headers['retry-after'], options.nowMs()),
      };
    } catch (error) {
      const code = toCode(error);
      return { kind: neverSent(code) ? 'notSent' : 'noAnswer', code };
    }
  }

  return { send, holdBack: (scope, forMs) => options.gate.holdBack(scope, forMs) };
}

type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent };

function start(request: HttpRequest, agents: Agents, certificateAuthority: string | undefined) {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const connectMs = Math.min(connectTimeoutMs, timeoutMs);
  return got(request.url, {
    method: request.method,
    headers: { 'user-agent': 'withdrawals', ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    agent: { http: agents.http, https: agents.https },
    timeout: { lookup: connectMs, connect: connectMs, secureConnect: connectMs, request: timeoutMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    strictContentLength: true,
    responseType: 'text',
    // Said here, so that no environment variable can switch the check off.
    https: { rejectUnauthorized: true, ...(certificateAuthority === undefined ? {} : { certificateAuthority }) },
    // A send of money is never cut short; a read may be.
    ...(request.signal === undefined || !mayBeAborted(request) ? {} : { signal: request.signal }),
  });
}

/** Rejects as soon as the body grows past the limit. */
function withinSize<Request extends ReturnType<typeof start>>(request: Request, maximumBodyBytes: number): Request {
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred > maximumBodyBytes) request.cancel();
  });
  return request;
}

function mayBeAborted(request: HttpRequest): boolean {
  return (
    request.freshConnection !== true &&
    request.turn !== 'taken' &&
    request.turn !== 'submit' &&
    request.turn !== 'cancel'
  );
}

/** These come from looking up a name or from connecting, never from a connection in use. */
function provesNoConnection(code: string): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

/** A code alone: messages of the HTTP library hold the URL with its query. */
function toCode(error: unknown): string {
  if (error instanceof TimeoutError) return `TIMEOUT_${error.event.toUpperCase()}`;
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'ERROR';
}

function describe(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  return answer.kind === 'answered'
    ? { outcome: answer.kind, httpStatus: answer.status }
    : { outcome: answer.kind, code: answer.code };
}
