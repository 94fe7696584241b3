import type { z } from 'zod';

import type { ReadContext } from '../../exchange.ts';
import type { Failed, Reply } from '../../http/classifyHttp.ts';
import type { EdgexConfig } from '../config.ts';
import { createEdgexCore } from '../core.ts';
import { page, rows } from '../sharedWire.ts';
import * as wire from './wire.ts';

export type WithdrawClient = ReturnType<typeof createWithdrawClient>;

export const withdrawAdapter = 'edgex-withdraw';
const root = '/api/v1/private/withdraw';
export const createEndpoint = `POST ${root}/createWithdraw`;
export const byIdEndpoint = `GET ${root}/getWithdrawById`;
export const byClientIdEndpoint = `GET ${root}/getWithdrawByClientWithdrawId`;

/** The document's five calls, typed; `core` has those of all kinds (MAPPING §1). Reads throw ExchangeError. */
export function createWithdrawClient(config: EdgexConfig) {
  const core = createEdgexCore(config, withdrawAdapter);

  async function get<Schema extends z.ZodType<Readonly<Record<string, string>>>, Data extends z.ZodType>(
    name: string,
    inputSchema: Schema,
    input: unknown,
    data: Data,
    context: ReadContext,
  ) {
    const path = `${root}/${name}`;
    return core.get(path, core.input(inputSchema, input, path), data, context);
  }

  return {
    core,

    /**
     * Sends money to an address on L1, where it waits to be claimed. A repeat with the same client id and the
     * same bytes does not pay twice: "Client-defined ID for idempotency verification". Throws only before
     * anything is sent. Source: "Create Withdraw".
     */
    createWithdraw: (input: z.input<typeof wire.createWithdrawInput>): Promise<Reply | Failed> =>
      core.post(`${root}/createWithdraw`, wire.createWithdrawInput, input, 'taken'),

    /**
     * At most 100 withdrawals by the exchange's ids, rows not parsed yet. May be repeated. Source: "Get
     * Withdrawals By Withdraw ID".
     */
    getWithdrawById: (input: z.input<typeof wire.byIdInput>, context: ReadContext) =>
      get('getWithdrawById', wire.byIdInput, input, rows, context),

    /**
     * At most 100 withdrawals by our ids, rows not parsed yet. May be repeated. Source: "Get Withdrawals By
     * Client Withdraw ID".
     */
    getWithdrawByClientWithdrawId: (input: z.input<typeof wire.byClientIdInput>, context: ReadContext) =>
      get('getWithdrawByClientWithdrawId', wire.byClientIdInput, input, rows, context),

    /**
     * A page of withdrawals under way, rows not parsed yet. May be repeated. Source: "Get Active Withdrawals
     * with Pagination".
     */
    getActiveWithdraw: (input: z.input<typeof wire.activeInput>, context: ReadContext) =>
      get('getActiveWithdraw', wire.activeInput, input, page, context),

    /** How much of a coin could be withdrawn. May be repeated. Source: "Get Withdraw Available Amount". */
    getWithdrawAvailableAmount: (input: z.input<typeof wire.availableInput>, context: ReadContext) =>
      get('getWithdrawAvailableAmount', wire.availableInput, input, wire.availableData, context),
  };
}
