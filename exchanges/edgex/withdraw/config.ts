import { z } from 'zod';

import type { EdgexOptions } from '../config.ts';
import { edgexOptionFields } from '../config.ts';

/** The fields of the request that a risk signature goes with; it may be over any of them. */
export type RiskSignatureInput = {
  readonly accountId: string;
  readonly coinId: string;
  readonly amount: string;
  readonly ethAddress: string;
  readonly erc20Address: string;
  readonly clientWithdrawId: string;
  readonly l2Nonce: string;
  readonly l2ExpireTime: string;
};

/**
 * Answers 128 hex digits, the same for the same input, so that a repeat sends the same bytes. Sends no money.
 * A rejection means that nothing is sent.
 */
export type RiskSignatureProvider = (input: RiskSignatureInput) => Promise<string>;

export type WithdrawOptions = EdgexOptions & {
  /**
   * Makes risk signatures; no document says how (this folder's MAPPING). Only code can set it. Null: withdrawals can
   * be followed, but creating one is refused.
   */
  readonly riskSignature: RiskSignatureProvider | null;
};

export const withdrawOptions: z.ZodType<WithdrawOptions> = z.strictObject({
  ...edgexOptionFields,
  riskSignature: z
    .custom<RiskSignatureProvider>((value) => typeof value === 'function')
    .nullable()
    .default(null),
});
