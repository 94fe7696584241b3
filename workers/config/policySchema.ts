import { z } from 'zod';

import { defaultPolicy, type WithdrawalPolicy } from '../../domain/policy.ts';
import { durationSchema } from './durationSchema.ts';

type FieldOf<Name extends string> = Name extends `${infer Field}Ms` ? Field : never;
type PolicyField = FieldOf<keyof WithdrawalPolicy>;

const names = Object.keys(defaultPolicy) as (keyof WithdrawalPolicy)[];
const fieldOf = (name: keyof WithdrawalPolicy): PolicyField => name.replace(/Ms$/, '') as PolicyField;

/** Every field of domain/policy.ts. The file names it without its unit: `maxRequestAge = "7 days"`. */
export const policySchema = z.strictObject(
  Object.fromEntries(names.map((name) => [fieldOf(name), durationSchema.optional()])) as Record<
    PolicyField,
    z.ZodOptional<typeof durationSchema>
  >,
);

/** The policy from the file; what the file leaves out has its default. */
export function toPolicy(written: z.output<typeof policySchema>): WithdrawalPolicy {
  return Object.fromEntries(
    names.map((name) => [name, written[fieldOf(name)] ?? defaultPolicy[name]]),
  ) as WithdrawalPolicy;
}
