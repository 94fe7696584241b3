import type { z } from 'zod';

import type { ReadContext } from '../../exchange.ts';
import type { Failed, Reply } from '../../http/classifyHttp.ts';
import type { EdgexConfig } from '../config.ts';
import { createEdgexCore } from '../core.ts';
import { rows } from '../sharedWire.ts';
import * as wire from './wire.ts';

export type CrossWithdrawClient = ReturnType<typeof createCrossWithdrawClient>;

export const crossWithdrawAdapter = 'edgex-cross-withdraw';
export const createEndpoint = 'POST /api/v1/private/assets/createCrossWithdraw';
export const byIdEndpoint = 'GET /api/v1/private/assets/getCrossWithdrawById';
export const signInfoEndpoint = 'GET /api/v1/private/assets/getCrossWithdrawSignInfo';

/**
 * The document's calls for cross-chain withdrawals, typed; `core` has those of all kinds (MAPPING §1). Reads
 * throw ExchangeError.
 */
export function createCrossWithdrawClient(config: EdgexConfig) {
  const core = createEdgexCore(config, crossWithdrawAdapter);
  const root = '/api/v1/private/assets';
  return {
    core,

    /**
     * Sends money to an address on another chain, by a transfer to a liquidity provider. A repeat with the
     * same client id and the same bytes does not pay twice: "Client-defined ID, used for signature &
     * idempotent check"; another fee or expiry is another signature. Throws only before anything is sent.
     */
    createCrossWithdraw: (input: z.input<typeof wire.createCrossWithdrawInput>): Promise<Reply | Failed> =>
      core.post(`${root}/createCrossWithdraw`, wire.createCrossWithdrawInput, input, 'taken'),

    /**
     * Fee, provider and greatest amount of a withdrawal now. May be repeated. Source: "Get Information
     * Required for Cross-Chain Withdrawal Signature".
     */
    async getCrossWithdrawSignInfo(input: z.input<typeof wire.signInfoInput>, context: ReadContext) {
      const path = `${root}/getCrossWithdrawSignInfo`;
      return core.get(path, core.input(wire.signInfoInput, input, path), wire.signInfoData, context);
    },

    /**
     * At most 100 withdrawals by the exchange's ids, rows not parsed yet. May be repeated. Source: "Get
     * Cross-Chain Withdrawal Orders by Account ID and Withdrawal ID".
     */
    async getCrossWithdrawById(input: z.input<typeof wire.byIdInput>, context: ReadContext) {
      const path = `${root}/getCrossWithdrawById`;
      return core.get(path, core.input(wire.byIdInput, input, path), rows, context);
    },
  };
}
