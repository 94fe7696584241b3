import type { z } from 'zod';

import type { AdapterConfig, ReadContext } from '../exchange.ts';
import { checkInput, readData } from '../http/checkData.ts';
import type { Failed, Reply } from '../http/classifyHttp.ts';
import { readOptions } from '../reads/readOptions.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { bigoneBaseUrl, bigoneWebBaseUrl } from './config.ts';
import { type BigoneCall, createBigoneTransport } from './transport.ts';
import * as wire from './wire.ts';

export type BigoneClient = ReturnType<typeof createBigoneClient>;

const adapter = 'bigone';

/**
 * Every endpoint of the document, and the public ones that are used besides, typed (MAPPING §1). Reads throw
 * ExchangeError.
 */
export function createBigoneClient(config: AdapterConfig<BigoneCredentials, BigoneOptions>) {
  const { sendSigned, sendPublic } = createBigoneTransport(config);
  const ownAssetsBaseUrl = config.baseUrl === bigoneBaseUrl ? bigoneWebBaseUrl : config.baseUrl;
  const assetsBaseUrl = config.options.assetsBaseUrl ?? ownAssetsBaseUrl;

  async function read<Schema extends z.ZodType>(call: BigoneCall, schema: Schema, context: ReadContext) {
    return readData(await sendSigned(call, readOptions(context)), schema, adapter, call.endpoint);
  }

  async function readPublic<Schema extends z.ZodType>(
    baseUrl: string,
    call: BigoneCall,
    schema: Schema,
    context: ReadContext,
  ) {
    return readData(await sendPublic(baseUrl, call, readOptions(context)), schema, adapter, call.endpoint);
  }

  return {
    /**
     * Sends money out of the FUND wallet. Never repeat it unless the first was surely not sent: what a second
     * call with the same guid does is undocumented. Throws only before anything is sent. Source: "Create
     * withdrawal of user".
     */
    async createWithdrawal(input: z.input<typeof wire.createWithdrawalInput>): Promise<Reply | Failed> {
      const endpoint = 'POST /viewer/withdrawals';
      const body = checkInput(wire.createWithdrawalInput, input, adapter, endpoint);
      return sendSigned({ endpoint, path: '/viewer/withdrawals', body }, { turn: 'taken', freshConnection: true });
    },

    /**
     * Asks to cancel; code 0 means taken, not cancelled. Throws only before anything is sent. Source: "Cancel
     * one withdrawal".
     */
    async cancelWithdrawal(guid: string): Promise<Reply | Failed> {
      const endpoint = 'POST /viewer/withdrawals/{guid}/cancel';
      const id = checkInput(wire.withdrawalPathInput, guid, adapter, endpoint);
      return sendSigned(
        { endpoint, path: `/viewer/withdrawals/${id}/cancel`, body: {} },
        { turn: 'cancel', freshConnection: true },
      );
    },

    /** One withdrawal, its data not parsed yet. May be repeated. Source: "Get one withdrawal". */
    async getWithdrawal(guid: string, context: ReadContext): Promise<Reply | Failed> {
      const endpoint = 'GET /viewer/withdrawals/{guid}';
      const id = checkInput(wire.withdrawalPathInput, guid, adapter, endpoint);
      return sendSigned({ endpoint, path: `/viewer/withdrawals/${id}` }, readOptions(context));
    },

    /** A page of withdrawals, rows not parsed yet. May be repeated. Source: "Get withdrawals of user". */
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
      return sendSigned({ endpoint, path: '/viewer/transfer', body }, { turn: 'submit', freshConnection: true });
    },

    /** The exchange's clock, Unix milliseconds; unsigned. May be repeated. Source: general info. */
    ping: (context: ReadContext) =>
      readPublic(config.baseUrl, { endpoint: 'GET /ping', path: '/ping' }, wire.pingData, context),

    /** Assets, their gateways and fees; unsigned and undocumented. May be repeated. Source: the web site's own call. */
    listAssets: (context: ReadContext) =>
      readPublic(assetsBaseUrl, { endpoint: 'GET /assets', path: '/assets' }, wire.assetRows, context),
  };
}
