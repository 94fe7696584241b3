import type { z } from 'zod';

import type { AdapterConfig, ReadContext } from '../exchange.ts';
import type { Dialect, Failed, Reply } from '../http/classifyHttp.ts';
import { call, checkInput, readData } from '../http/dialectClient.ts';
import type { HttpRequest } from '../http/http.ts';
import { writeJson } from '../http/json.ts';
import { mannerOf } from '../reads/mannerOf.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { readBtseEnvelope } from './envelope.ts';
import { btseFailures } from './failures.ts';
import { nextBtseNonce } from './nonce.ts';
import { signBtse } from './sign.ts';
import * as wire from './wire.ts';

export type BtseClient = ReturnType<typeof createBtseClient>;

const adapter = 'btse';

/** Every endpoint of the document, typed (MAPPING §1). Reads throw ExchangeError. */
export function createBtseClient(config: AdapterConfig<BtseCredentials, BtseOptions>) {
  const { credentials, http, options } = config;
  // Old notes name the base with the prefix of the older calls; the newer ones do not have it.
  const root = config.baseUrl.replace(/\/spot$/, '');
  const dialect: Dialect = {
    adapter,
    failureTable: btseFailures,
    readEnvelope: readBtseEnvelope,
    secrets: [credentials.apiKey, credentials.apiSecret],
  };
  /** What a delete answers is not documented: nothing at all counts as well, with HTTP 2xx. */
  const lenient: Dialect = {
    ...dialect,
    readEnvelope: (body) =>
      body.trim() === '' ? { code: '', succeeded: true, message: '', data: null } : readBtseEnvelope(body),
  };
  const either = (path: string) => `/api/${options.apiVersion}${path}`;

  type Manner = Pick<HttpRequest, 'scope' | 'turn' | 'signal' | 'onTurn' | 'freshConnection'>;
  type Fields = Readonly<Record<string, string | number | boolean | undefined>>;
  type Plan = { method: HttpRequest['method']; path: string; query?: Fields; body?: Fields; isPublic?: boolean };

  const endpointOf = ({ method, path }: Plan): string => `${method} ${path}`;
  const reading = (scope: 'wallet' | 'query', context: ReadContext): Manner => ({ scope, ...mannerOf(context) });
  /** Of our own doing, outside any withdrawal: asked for its turn like a submit. */
  const acting: Manner = { scope: 'wallet', turn: 'submit', freshConnection: true };

  function toRequest(plan: Plan, manner: Manner): HttpRequest {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(plan.query ?? {}))
      if (value !== undefined) query.set(name, String(value));
    const body = plan.body === undefined ? '' : writeJson(plan.body);
    return {
      method: plan.method,
      url: `${root}${plan.path.startsWith('/api/') ? '/spot' : ''}${plan.path}${query.size === 0 ? '' : `?${query.toString()}`}`,
      endpoint: endpointOf(plan),
      headers: { 'content-type': 'application/json', ...(plan.isPublic === true ? {} : authHeaders(plan.path, body)) },
      ...(body === '' ? {} : { body }),
      ...manner,
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

  const send = (plan: Plan, manner: Manner, how: Dialect = dialect): Promise<Reply | Failed> =>
    call(http, how, toRequest(plan, manner));

  async function get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    manner: Manner,
    more: { query?: Fields; isPublic?: boolean } = {},
  ) {
    const plan: Plan = { method: 'GET', path, ...more };
    return readData(await send(plan, manner), schema, adapter, endpointOf(plan));
  }

  const checked = <Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>, endpoint: string) =>
    checkInput(schema, input, adapter, endpoint) as Fields;

  /** Sends a deed. Throws only before anything is sent. */
  async function act<Schema extends z.ZodType>(
    method: 'POST' | 'DELETE',
    path: string,
    schema: Schema,
    input: z.input<Schema>,
    manner: Manner,
    how?: Dialect,
  ): Promise<Reply | Failed> {
    const body = checked(schema, input, `${method} ${path}`);
    return send({ method, path, body }, manner, how);
  }

  return {
    /**
     * Sends money to an address. Takes no id of ours: a second call pays twice. Throws only before anything is sent.
     * Source: "Withdraw Funds".
     */
    withdraw: (input: z.input<typeof wire.withdrawInput>) =>
      act('POST', either('/user/wallet/withdraw'), wire.withdrawInput, input, {
        scope: 'wallet',
        turn: 'taken',
        freshConnection: true,
      }),

    /**
     * Rows of every kind, still unread; no cursor, and no largest `count` is documented. May be repeated.
     * Source: "Query Wallet History".
     */
    readHistory: (input: z.input<typeof wire.historyInput>, context: ReadContext) =>
      get('/api/v3.2/user/wallet_history', wire.historyPage, reading('wallet', context), {
        query: checked(wire.historyInput, input, 'GET /api/v3.2/user/wallet_history'),
      }),

    /** Balances of the spot wallet. May be repeated. Source: "Query Wallet Balance". */
    listBalances: (context: ReadContext) => get('/api/v3.2/user/wallet', wire.balanceRows, reading('wallet', context)),

    /**
     * Makes a deposit address; with an unused one left, HTTP 400 shows that one. Throws only before anything
     * is sent. Source: "Create Wallet Address".
     */
    createAddress: (input: z.input<typeof wire.addressInput>) =>
      act('POST', either('/user/wallet/address'), wire.addressInput, input, acting),

    /**
     * Our deposit addresses. The document prints a body for this GET; a query is what clients send. May be
     * repeated. Source: "Get Wallet Address".
     */
    getAddress: (input: z.input<typeof wire.addressInput>, context: ReadContext) =>
      get(either('/user/wallet/address'), wire.addressRows, reading('wallet', context), {
        query: checked(wire.addressInput, input, `GET ${either('/user/wallet/address')}`),
      }),

    /**
     * Gives up a deposit address: what is sent to it later may be lost. Throws only before anything is sent.
     * Source: "Delete Wallet Address".
     */
    deleteAddress: (input: z.input<typeof wire.deleteAddressInput>) =>
      act('DELETE', either('/user/wallet/address'), wire.deleteAddressInput, input, acting, lenient),

    /**
     * MOVES MONEY between currencies; no withdrawal workflow calls it. No record is documented, and a second
     * call converts twice. Source: "Convert funds".
     */
    convert: (input: z.input<typeof wire.convertInput>) =>
      act('POST', '/api/v3.2/user/wallet/convert', wire.convertInput, input, acting),

    /**
     * MOVES MONEY to another user; no withdrawal workflow calls it. The answer has no id, and a second call
     * pays twice. Source: "Transfer Funds".
     */
    transfer: (input: z.input<typeof wire.transferInput>) =>
      act('POST', either('/user/wallet/transfer'), wire.transferInput, input, acting),

    /**
     * Transfers of sub-accounts, at most 50 a page. Reads, though it is a POST; may be repeated. Source:
     * "Subaccount transfer history".
     */
    async readSubaccountHistory(input: z.input<typeof wire.subaccountHistoryInput>, context: ReadContext) {
      const path = '/api/v3.2/subaccount/wallet/history';
      return readData(
        await act('POST', path, wire.subaccountHistoryInput, input, reading('wallet', context)),
        wire.subaccountPage,
        adapter,
        `POST ${path}`,
      );
    },

    /**
     * Coins that an action can be done with. May be repeated. Source: "Query available currency list for
     * wallet action".
     */
    listCurrencies: (input: z.input<typeof wire.actionInput>, context: ReadContext) =>
      get('/api/v3.2/availableCurrencies', wire.names, reading('query', context), {
        query: checked(wire.actionInput, input, 'GET /api/v3.2/availableCurrencies'),
      }),

    /**
     * Networks of a coin, rows still unread. Unsigned, everything is shown as open: sign it to decide by it.
     * May be repeated. Source: "Query Crypto Networks".
     */
    listNetworks: (
      input: z.input<typeof wire.cryptoInput>,
      context: ReadContext,
      manner: { isPublic?: boolean } = {},
    ) =>
      get('/public-api/wallet/v1/crypto/networks', wire.networkRows, reading('query', context), {
        ...manner,
        query: checked(wire.cryptoInput, input, 'GET /public-api/wallet/v1/crypto/networks'),
      }),

    /**
     * Names of networks; announced to end in July 2025. May be repeated. Source: "Query available crypto
     * network list for currency (Deprecated)".
     */
    listNetworkNames: (input: z.input<typeof wire.currencyInput>, context: ReadContext) =>
      get('/api/v3.2/availableCurrencyNetworks', wire.names, reading('query', context), {
        isPublic: true,
        query: checked(wire.currencyInput, input, 'GET /api/v3.2/availableCurrencyNetworks'),
      }),

    /**
     * A rate as decimal text; announced to end in July 2025. May be repeated. Source: "Query exchange rate
     * between assets (Deprecated)".
     */
    getOldExchangeRate: (input: z.input<typeof wire.oldRateInput>, context: ReadContext) =>
      get('/api/v3.2/exchangeRate', wire.oldRate, reading('query', context), {
        isPublic: true,
        query: checked(wire.oldRateInput, input, 'GET /api/v3.2/exchangeRate'),
      }),

    /** A rate for a quantity, as decimal text. May be repeated. Source: "Query Asset Exchange Rate". */
    getExchangeRate: (input: z.input<typeof wire.rateInput>, context: ReadContext) =>
      get('/public-api/wallet/v1/assets/exchangeRate', wire.rate, reading('query', context), {
        isPublic: true,
        query: checked(wire.rateInput, input, 'GET /public-api/wallet/v1/assets/exchangeRate'),
      }),
  };
}
