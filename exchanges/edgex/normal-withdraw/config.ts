import { z } from 'zod';

import type { EdgexOptions } from '../config.ts';
import { edgexOptionFields } from '../config.ts';

export type NormalWithdrawOptions = EdgexOptions;

export const normalWithdrawOptions: z.ZodType<NormalWithdrawOptions> = z.strictObject(edgexOptionFields);
