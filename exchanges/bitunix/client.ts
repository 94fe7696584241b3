import { randomBytes } from 'node:crypto';

import type { z } from 'zod';

import type { AdapterConfig, ReadContext } from '../exchange.ts';
import { callExchange } from '../http/callExchange.ts';
import { checkInput, readData } from '../http/checkData.ts';
import type { AnswerRules, Failed, Reply } from '../http/classifyHttp.ts';
import type { HttpRequest, SendOptions } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import { readOptions } from '../reads/readOptions.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import { bitunixFailures } from './mapping.ts';
import { bitunixQueryText, signBitunix } from './sign.ts';
import * as wire from './wire.ts';

export type BitunixClient = ReturnType<typeof createBitunixClient>;

const adapter = 'bitunix';
const root = '/api/spot/v1';

type BitunixSendOptions = SendOptions & Pick<HttpRequest, 'scope'>;
const reading = (scope: string, context: ReadContext): BitunixSendOptions => ({ scope, ...readOptions(context) });
/** Calls that act: each is sent on a connection of its own, so that the socket can prove it was never sent. */
const acting = (scope: string, turn: HttpRequest['turn']): BitunixSendOptions => ({
  scope,
  turn,
  freshConnection: true,
});

/**
 * Every endpoint of the document, and the public ones that are used besides, typed (MAPPING §1). Reads throw
 * ExchangeError.
 */
export function createBitunixClient(config: AdapterConfig<BitunixCredentials, BitunixOptions>) {
  const { credentials, http } = config;
  const rules: AnswerRules = {
    adapter,
    failureTable: bitunixFailures,
    readEnvelope: wire.readBitunixEnvelope,
    secrets: [credentials.apiKey, credentials.apiSecret],
  };

  /** No call of this document has a query, so none is signed; each attempt has its own nonce and time. */
  function signed(endpoint: string, body: string, options: BitunixSendOptions): HttpRequest {
    const [method, path] = endpoint.split(' ') as ['GET' | 'POST', string];
    const nonce = randomBytes(16).toString('hex');
    const timestamp = String(Math.trunc(config.nowMs()));
    const sign = signBitunix({ ...credentials, nonce, timestamp, queryText: bitunixQueryText({}), body });
    const headers = {
      'api-key': credentials.apiKey,
      nonce,
      timestamp,
      sign,
      'content-type': 'application/json',
      language: 'en-US',
    };
    return {
      method,
      url: config.baseUrl + path,
      endpoint,
      headers,
      ...(method === 'POST' ? { body } : {}),
      ...options,
    };
  }

  async function get<Schema extends z.ZodType>(endpoint: string, schema: Schema, options: BitunixSendOptions) {
    return readData(await callExchange(http, rules, signed(endpoint, '', options)), schema, adapter, endpoint);
  }

  async function post(
    endpoint: string,
    schema: z.ZodType,
    input: unknown,
    options: BitunixSendOptions,
  ): Promise<Reply | Failed> {
    const body = checkInput(schema, input, adapter, endpoint) as Readonly<Record<string, unknown>>;
    return callExchange(http, rules, signed(endpoint, writeJson(body), options));
  }

  return {
    /**
     * Sends money to an address of the quick-withdrawal list. Takes no id of ours: a second call pays twice.
     * Throws only before anything is sent. Source: "Submit withdrawal request".
     */
    withdraw: (input: z.input<typeof wire.withdrawInput>) =>
      post(`POST ${root}/withdraw`, wire.withdrawInput, input, acting('withdraw', 'taken')),

    /**
     * Asks to cancel while the first manual review lasts. Throws only before anything is sent. Source:
     * "Cancel Withdrawal".
     */
    cancelWithdraw: (input: z.input<typeof wire.cancelWithdrawInput>) =>
      post(`POST ${root}/withdraw/cancel`, wire.cancelWithdrawInput, input, acting('withdrawCancel', 'cancel')),

    /**
     * At most 100 withdrawals and internal transfers, rows not parsed yet; there is no cursor. May be repeated.
     * Source: "Request Withdrawal History".
     */
    async readHistory(input: z.input<typeof wire.historyInput>, context: ReadContext) {
      const endpoint = `POST ${root}/withdraw_transfer/page`;
      return readData(
        await post(endpoint, wire.historyInput, input, reading('history', context)),
        wire.historyPage,
        adapter,
        endpoint,
      );
    },

    /**
     * Balances of the spot account; whether `balance` includes `balanceLocked` is not said. May be repeated.
     * Source: "Checking account balance".
     */
    listBalances: (context: ReadContext) =>
      get(`GET ${root}/user/account`, wire.balanceRows, reading('account', context)),

    /** Who the key belongs to. May be repeated. Source: the exchange's page of user information. */
    getUserInfo: (context: ReadContext) => get(`GET ${root}/user/info`, wire.userInfo, reading('account', context)),

    /**
     * Coins and networks, rows not parsed yet. May be repeated. Source: the exchange's page of coin networks
     * ("QueryTokenData").
     */
    listCoinNetworks: (context: ReadContext) =>
      get(`GET ${root}/common/coin/coin_network/list`, wire.coinRows, reading('coins', context)),

    /**
     * Sends money to another user of the exchange. The document gives it no id of ours, and what a repeated
     * `outBizId` of newer pages does is undocumented: a second call pays twice. Throws only before anything
     * is sent. Source: "Initiate Internal Transfer".
     */
    insideTransfer: (input: z.input<typeof wire.insideTransferInput>, turn: HttpRequest['turn'] = 'submit') =>
      post(`POST ${root}/inside_transfer`, wire.insideTransferInput, input, acting('insideTransfer', turn)),

    /**
     * Asks to cancel an internal transfer while the first manual review lasts. Throws only before anything is
     * sent. Source: "Cancel Internal Transfer".
     */
    cancelInsideTransfer: (input: z.input<typeof wire.cancelInsideTransferInput>) =>
      post(
        `POST ${root}/inside_transfer/cancel`,
        wire.cancelInsideTransferInput,
        input,
        acting('insideTransferCancel', 'cancel'),
      ),

    /**
     * MOVES MONEY between our spot and futures accounts; no withdrawal workflow calls it. No record is
     * documented, and a second call moves twice. Source: "Transfer".
     */
    fundsTransfer: (input: z.input<typeof wire.fundsTransferInput>) =>
      post(`POST ${root}/funds_transfer`, wire.fundsTransferInput, input, acting('fundsTransfer', 'submit')),
  };
}
