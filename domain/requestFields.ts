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

/** Every field of a request, in the order in which they are shown and compared. */
export const requestFields = Object.keys(fields) as readonly (keyof WithdrawalRequest)[];
