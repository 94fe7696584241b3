import type { z } from 'zod';

import type { ReadContext } from '../../exchange.ts';
import type { Failed, Reply } from '../../http/classifyHttp.ts';
import type { EdgexConfig } from '../config.ts';
import { createEdgexCore } from '../core.ts';
import { rows } from '../sharedWire.ts';
import * as wire from './wire.ts';

export type NormalWithdrawClient = ReturnType<typeof createNormalWithdrawClient>;

export const normalWithdrawAdapter = 'edgex-normal-withdraw';
export const createEndpoint = 'POST /api/v1/private/assets/createNormalWithdraw';
export const byIdEndpoint = 'GET /api/v1/private/assets/getNormalWithdrawById';

/**
 * The document's calls for normal withdrawals, typed; `core` has those of all kinds (MAPPING §1). Reads throw
 * ExchangeError.
 */
export function createNormalWithdrawClient(config: EdgexConfig) {
  const core = createEdgexCore(config, normalWithdrawAdapter);
  const root = '/api/v1/private/assets';
  return {
    core,

    /**
     * Sends money to an address on L1, where it waits to be claimed. A repeat with the same client id and the
     * same bytes does not pay twice: "Client-defined ID, used for signature & idempotent check". Throws only
     * before anything is sent.
     */
    createNormalWithdraw: (input: z.input<typeof wire.createNormalWithdrawInput>): Promise<Reply | Failed> =>
      core.post(`${root}/createNormalWithdraw`, wire.createNormalWithdrawInput, input, 'taken'),

    /**
     * At most 100 withdrawals by the exchange's ids, rows not parsed yet. May be repeated. Source: "Get Normal
     * Withdrawal Orders by Account ID and Withdrawal ID".
     */
    async getNormalWithdrawById(input: z.input<typeof wire.byIdInput>, context: ReadContext) {
      const path = `${root}/getNormalWithdrawById`;
      return core.get(path, core.input(wire.byIdInput, input, path), rows, context);
    },

    /**
     * What an address can claim on L1 now; not the balance on L2. May be repeated. Source: "User's Normal
     * Withdrawable Amount".
     */
    async getNormalWithdrawableAmount(input: z.input<typeof wire.withdrawableInput>, context: ReadContext) {
      const path = `${root}/getNormalWithdrawableAmount`;
      return core.get(path, core.input(wire.withdrawableInput, input, path), wire.withdrawableData, context);
    },
  };
}
