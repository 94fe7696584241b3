import { requestFields } from './requestFields.ts';
import type { WithdrawalRequest } from './withdrawal.ts';

/** The first field in which two requests differ, or null. Amounts are compared as text: `1.0` is not `1`. */
export function differingField(a: WithdrawalRequest, b: WithdrawalRequest): keyof WithdrawalRequest | null {
  for (const field of requestFields) {
    if ((a[field] ?? null) !== (b[field] ?? null)) return field;
  }
  return null;
}
