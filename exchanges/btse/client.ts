import type { z } from 'zod';

import type { AdapterConfig, ReadContext } from '../exchange.ts';
import { readData } from '../http/checkData.ts';
import { readOptions } from '../reads/readOptions.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { type BtseSendOptions, checkQuery, createBtseTransport } from './transport.ts';
import * as wire from './wire.ts';

export type BtseClient = ReturnType<typeof createBtseClient>;

/** Calls that act but belong to no withdrawal; they wait for their turn as a submit does. */
const outsideWithdrawals: BtseSendOptions = { scope: 'wallet', turn: 'submit', freshConnection: true };
const walletRead = (context: ReadContext): BtseSendOptions => ({ scope: 'wallet', ...readOptions(context) });
const queryRead = (context: ReadContext): BtseSendOptions => ({ scope: 'query', ...readOptions(context) });

/** Every endpoint of the document, typed (MAPPING §1). Reads throw ExchangeError. */
export function createBtseClient(config: AdapterConfig<BtseCredentials, BtseOptions>) {
  const { get, sendBody } = createBtseTransport(config);
  /** A path that the document shows for both versions. */
  const versioned = (path: string) => `/api/${config.options.apiVersion}${path}`;

  return {
    /**
     * Sends money to an address. Takes no id of ours: a second call pays twice. Throws only before anything is sent.
     * Source: "Withdraw Funds".
     */
    withdraw: (input: z.input<typeof wire.withdrawInput>) =>
      sendBody({ method: 'POST', path: versioned('/user/wallet/withdraw') }, wire.withdrawInput, input, {
        scope: 'wallet',
        turn: 'taken',
        freshConnection: true,
      }),

    /**
     * Rows of every kind, not parsed yet; no cursor, and no largest `count` is documented. May be repeated.
     * Source: "Query Wallet History".
     */
    async readHistory(input: z.input<typeof wire.historyInput>, context: ReadContext) {
      const path = '/api/v3.2/user/wallet_history';
      const query = checkQuery(wire.historyInput, input, path);
      return get(path, wire.historyPage, walletRead(context), { query });
    },

    /** Balances of the spot wallet. May be repeated. Source: "Query Wallet Balance". */
    listBalances: (context: ReadContext) => get('/api/v3.2/user/wallet', wire.balanceRows, walletRead(context)),

    /**
     * Makes a deposit address; where an unused one is left, HTTP 400 shows that one. Throws only before anything
     * is sent. Source: "Create Wallet Address".
     */
    createAddress: (input: z.input<typeof wire.addressInput>) =>
      sendBody(
        { method: 'POST', path: versioned('/user/wallet/address') },
        wire.addressInput,
        input,
        outsideWithdrawals,
      ),

    /**
     * Our deposit addresses. The document prints a body for this GET; a query is what clients send. May be
     * repeated. Source: "Get Wallet Address".
     */
    async getAddress(input: z.input<typeof wire.addressInput>, context: ReadContext) {
      const path = versioned('/user/wallet/address');
      const query = checkQuery(wire.addressInput, input, path);
      return get(path, wire.addressRows, walletRead(context), { query });
    },

    /**
     * Gives up a deposit address: what is sent to it later may be lost. What it answers is not documented, so an
     * empty body counts as success. Throws only before anything is sent. Source: "Delete Wallet Address".
     */
    deleteAddress: (input: z.input<typeof wire.deleteAddressInput>) =>
      sendBody({ method: 'DELETE', path: versioned('/user/wallet/address') }, wire.deleteAddressInput, input, {
        ...outsideWithdrawals,
        mayAnswerNothing: true,
      }),

    /**
     * MOVES MONEY between currencies; no withdrawal workflow calls it. No record is documented, and a second
     * call converts twice. Source: "Convert funds".
     */
    convert: (input: z.input<typeof wire.convertInput>) =>
      sendBody({ method: 'POST', path: '/api/v3.2/user/wallet/convert' }, wire.convertInput, input, outsideWithdrawals),

    /**
     * MOVES MONEY to another user; no withdrawal workflow calls it. The answer has no id, and a second call
     * pays twice. Source: "Transfer Funds".
     */
    transfer: (input: z.input<typeof wire.transferInput>) =>
      sendBody(
        { method: 'POST', path: versioned('/user/wallet/transfer') },
        wire.transferInput,
        input,
        outsideWithdrawals,
      ),

    /**
     * Transfers of sub-accounts, at most 50 a page. Reads, though it is a POST; may be repeated. Source:
     * "Subaccount transfer history".
     */
    async readSubaccountHistory(input: z.input<typeof wire.subaccountHistoryInput>, context: ReadContext) {
      const path = '/api/v3.2/subaccount/wallet/history';
      const reply = await sendBody({ method: 'POST', path }, wire.subaccountHistoryInput, input, walletRead(context));
      return readData(reply, wire.subaccountPage, 'btse', `POST ${path}`);
    },

    /**
     * Coins that an action can be done with. May be repeated. Source: "Query available currency list for
     * wallet action".
     */
    async listCurrencies(input: z.input<typeof wire.actionInput>, context: ReadContext) {
      const path = '/api/v3.2/availableCurrencies';
      const query = checkQuery(wire.actionInput, input, path);
      return get(path, wire.names, queryRead(context), { query });
    },

    /**
     * Networks of a coin, rows not parsed yet. An unsigned call shows everything as open: decide only by a signed one.
     * May be repeated. Source: "Query Crypto Networks".
     */
    async listNetworks(
      input: z.input<typeof wire.cryptoInput>,
      context: ReadContext,
      { isPublic = false }: { isPublic?: boolean } = {},
    ) {
      const path = '/public-api/wallet/v1/crypto/networks';
      const query = checkQuery(wire.cryptoInput, input, path);
      return get(path, wire.networkRows, queryRead(context), { query, isPublic });
    },

    /**
     * Names of networks; announced to end in July 2025. May be repeated. Source: "Query available crypto
     * network list for currency (Deprecated)".
     */
    async listNetworkNames(input: z.input<typeof wire.currencyInput>, context: ReadContext) {
      const path = '/api/v3.2/availableCurrencyNetworks';
      const query = checkQuery(wire.currencyInput, input, path);
      return get(path, wire.names, queryRead(context), { query, isPublic: true });
    },

    /**
     * A rate as decimal text; announced to end in July 2025. May be repeated. Source: "Query exchange rate
     * between assets (Deprecated)".
     */
    async getOldExchangeRate(input: z.input<typeof wire.oldRateInput>, context: ReadContext) {
      const path = '/api/v3.2/exchangeRate';
      const query = checkQuery(wire.oldRateInput, input, path);
      return get(path, wire.oldRate, queryRead(context), { query, isPublic: true });
    },

    /** A rate for a quantity, as decimal text. May be repeated. Source: "Query Asset Exchange Rate". */
    async getExchangeRate(input: z.input<typeof wire.rateInput>, context: ReadContext) {
      const path = '/public-api/wallet/v1/assets/exchangeRate';
      const query = checkQuery(wire.rateInput, input, path);
      return get(path, wire.rate, queryRead(context), { query, isPublic: true });
    },
  };
}
