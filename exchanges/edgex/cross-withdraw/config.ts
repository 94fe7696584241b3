import { z } from 'zod';

import { isPlainDecimal } from '../../../domain/amount.ts';
import type { EdgexOptions } from '../config.ts';
import { edgexOptionFields } from '../config.ts';

export type CrossWithdrawOptions = EdgexOptions & {
  /** The most that a withdrawal may cost, in the collateral coin: a request has no such field. */
  readonly maxFee: string;
};

export const crossWithdrawOptions: z.ZodType<CrossWithdrawOptions> = z.strictObject({
  ...edgexOptionFields,
  maxFee: z.string().refine(isPlainDecimal).default('10'),
});
