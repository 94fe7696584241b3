import type { WithdrawalRequest } from './withdrawal.ts';

const fields: Readonly<Record<keyof WithdrawalRequest, true>> = {
  withdrawalId: true,
  account: true,
  asset: true,
  network: true,
  address: true,
  memo: true,
  amount: true,
  requestedAt: true,
  deadlineAt: true,
};

/** The first field in which two requests differ, or null. Amounts are compared as text: `1.0` is not `1`. */
export function differingField(a: WithdrawalRequest, b: WithdrawalRequest): keyof WithdrawalRequest | null {
  for (const field of Object.keys(fields) as (keyof WithdrawalRequest)[]) {
    if ((a[field] ?? null) !== (b[field] ?? null)) return field;
  }
  return null;
}
