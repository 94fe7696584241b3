import { randomInt } from 'node:crypto';

import type { z } from 'zod';

import { ExchangeError } from '../errors.ts';
import type { AdapterConfig, ReadContext } from '../exchange.ts';
import type { Dialect, Failed, Reply } from '../http/classifyHttp.ts';
import { call, checkInput, readData } from '../http/dialectClient.ts';
import type { HttpRequest } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import { mannerOf } from '../reads/mannerOf.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { bigoneBaseUrl, bigoneWebBaseUrl } from './config.ts';
import { bigoneFailures } from './mapping.ts';
import { signBigoneToken } from './sign.ts';
import * as wire from './wire.ts';

export type BigoneClient = ReturnType<typeof createBigoneClient>;

let lastNonce = 0n;

const nanosPerMs = 1_000_000;

/**
 * Unix nanoseconds, one more at least than any before in this process. What the clock does not tell is drawn, so that
 * two processes with one key do not meet on the same millisecond: a nonce used twice is refused, and a submit with it.
 */
function nextNonce(nowMs: number): bigint {
  const now = BigInt(Math.trunc(nowMs)) * BigInt(nanosPerMs) + BigInt(randomInt(nanosPerMs));
  lastNonce = now > lastNonce ? now : lastNonce + 1n;
  return lastNonce;
}

/** Every endpoint of the document and the public ones used beside it, typed (MAPPING §1). Reads throw ExchangeError. */
export function createBigoneClient(config: AdapterConfig<BigoneCredentials, BigoneOptions>) {
  const { credentials, options, http, nowMs } = config;
  const adapter = 'bigone';
  const assetsBaseUrl = options.assetsBaseUrl ?? (config.baseUrl === bigoneBaseUrl ? bigoneWebBaseUrl : config.baseUrl);
  const dialect: Dialect = {
    adapter,
    failureTable: bigoneFailures,
    readEnvelope: wire.readBigoneEnvelope,
    secrets: [credentials.apiKey, credentials.apiSecret],
  };

  type Plan = {
    endpoint: string;
    path: string;
    query?: Readonly<Record<string, string | number | undefined>>;
    body?: Readonly<Record<string, unknown>>;
  };
  type Manner = Pick<HttpRequest, 'turn' | 'signal' | 'onTurn' | 'freshConnection'>;

  async function signed(plan: Plan, manner: Manner): Promise<HttpRequest> {
    const token = await signBigoneToken({
      ...credentials,
      nonce: nextNonce(nowMs()),
      recvWindowSeconds: options.recvWindowSeconds,
    });
    return {
      ...unsigned(config.baseUrl, plan, manner),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    };
  }

  function unsigned(baseUrl: string, plan: Plan, manner: Manner): HttpRequest {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(plan.query ?? {}))
      if (value !== undefined) query.set(name, String(value));
    return {
      method: plan.endpoint.startsWith('POST') ? 'POST' : 'GET',
      url: `${baseUrl}${plan.path}${query.size === 0 ? '' : `?${query.toString()}`}`,
      endpoint: plan.endpoint,
      headers: {},
      ...(plan.body === undefined ? {} : { body: writeJson(plan.body) }),
      scope: 'all',
      ...manner,
    };
  }

  /** A token refused while the clocks are further apart than its window was refused for its time (MAPPING §5). */
  function nameClockSkew(reply: Reply | Failed): Reply | Failed {
    if (reply.kind !== 'failed' || reply.error.reason !== 'authRefused' || reply.dateMs === null) return reply;
    if (Math.abs(reply.dateMs - nowMs()) < options.recvWindowSeconds * 1_000) return reply;
    const { endpoint, httpStatus, wireCode } = reply.error;
    const note = "our clock differs from the exchange's by more than the window";
    return {
      ...reply,
      error: new ExchangeError({
        reason: 'clockSkew',
        adapter,
        endpoint,
        httpStatus: httpStatus ?? undefined,
        wireCode: wireCode ?? undefined,
        note,
      }),
    };
  }

  const reply = async (plan: Plan, manner: Manner) => {
    const request = await signed(plan, manner);
    return nameClockSkew(await call(http, dialect, request));
  };
  const read = async <Schema extends z.ZodType>(plan: Plan, schema: Schema, context: ReadContext) =>
    readData(await reply(plan, mannerOf(context)), schema, adapter, plan.endpoint);
  const readPublic = async <Schema extends z.ZodType>(
    baseUrl: string,
    plan: Plan,
    schema: Schema,
    context: ReadContext,
  ) => readData(await call(http, dialect, unsigned(baseUrl, plan, mannerOf(context))), schema, adapter, plan.endpoint);

  return {
    /**
     * Sends money out of the FUND wallet. Never repeat it unless the first was surely not sent: what a second
     * call with the same guid does is undocumented. Throws only before anything is sent. Source: "Create
     * withdrawal of user".
     */
    async createWithdrawal(input: z.input<typeof wire.createWithdrawalInput>): Promise<Reply | Failed> {
      const endpoint = 'POST /viewer/withdrawals';
      const body = checkInput(wire.createWithdrawalInput, input, adapter, endpoint);
      return reply({ endpoint, path: '/viewer/withdrawals', body }, { turn: 'taken', freshConnection: true });
    },

    /**
     * Asks to cancel; code 0 means taken, not cancelled. Throws only before anything is sent. Source: "Cancel
     * one withdrawal".
     */
    async cancelWithdrawal(guid: string): Promise<Reply | Failed> {
      const endpoint = 'POST /viewer/withdrawals/{guid}/cancel';
      const id = checkInput(wire.withdrawalPathInput, guid, adapter, endpoint);
      return reply(
        { endpoint, path: `/viewer/withdrawals/${id}/cancel`, body: {} },
        { turn: 'cancel', freshConnection: true },
      );
    },

    /** One withdrawal, its data still unread. May be repeated. Source: "Get one withdrawal". */
    async getWithdrawal(guid: string, context: ReadContext): Promise<Reply | Failed> {
      const endpoint = 'GET /viewer/withdrawals/{guid}';
      const id = checkInput(wire.withdrawalPathInput, guid, adapter, endpoint);
      return reply({ endpoint, path: `/viewer/withdrawals/${id}` }, mannerOf(context));
    },

    /** A page of withdrawals, rows still unread. May be repeated. Source: "Get withdrawals of user". */
    async listWithdrawals(input: z.input<typeof wire.listWithdrawalsInput>, context: ReadContext) {
      const endpoint = 'GET /viewer/withdrawals';
      const query = checkInput(wire.listWithdrawalsInput, input, adapter, endpoint);
      return read({ endpoint, path: '/viewer/withdrawals', query }, wire.withdrawalPage, context);
    },

    /** Balances of the FUND wallet, which withdrawals leave from. May be repeated. Source: wallet guide. */
    listFundAccounts: (context: ReadContext) =>
      read({ endpoint: 'GET /viewer/fund/accounts', path: '/viewer/fund/accounts' }, wire.balanceRows, context),

    /** The FUND balance of one asset. May be repeated. Source: wallet guide. */
    getFundAccount: (symbol: string, context: ReadContext) =>
      read(
        { endpoint: 'GET /viewer/fund/accounts/{symbol}', path: `/viewer/fund/accounts/${encodeURIComponent(symbol)}` },
        wire.balanceRow,
        context,
      ),

    /** Balances of the SPOT wallet. May be repeated. Source: wallet guide. */
    listSpotAccounts: (context: ReadContext) =>
      read({ endpoint: 'GET /viewer/accounts', path: '/viewer/accounts' }, wire.balanceRows, context),

    /**
     * MOVES MONEY between our own wallets; no withdrawal workflow calls it. The document calls its guid a unique id for
     * idempotency. Throws only before anything is sent. Source: transfer page.
     */
    async transfer(input: z.input<typeof wire.transferInput>): Promise<Reply | Failed> {
      const endpoint = 'POST /viewer/transfer';
      const body = checkInput(wire.transferInput, input, adapter, endpoint);
      return reply({ endpoint, path: '/viewer/transfer', body }, { turn: 'submit', freshConnection: true });
    },

    /** The exchange's clock, Unix milliseconds; unsigned. May be repeated. Source: general info. */
    ping: (context: ReadContext) =>
      readPublic(config.baseUrl, { endpoint: 'GET /ping', path: '/ping' }, wire.pingData, context),

    /** Assets, their gateways and fees; unsigned and undocumented. May be repeated. Source: the web site's own call. */
    listAssets: (context: ReadContext) =>
      readPublic(assetsBaseUrl, { endpoint: 'GET /assets', path: '/assets' }, wire.assetRows, context),
  };
}
