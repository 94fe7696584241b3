import type { LedgerEntry, ScriptStatus } from '../ledger.ts';

export type OrderKind = 'normal' | 'cross' | 'withdraw';

/** What an order was created with, beside what the ledger keeps. */
export type Order = {
  kind: OrderKind;
  clientId: string;
  /** All signed fields as one number: another one under the same client id is another order. */
  hash: bigint;
  l2Nonce: number;
  expireMs: number;
  l2Signature: string;
  chainId: string;
  erc20Address: string;
};

type Words = Record<Exclude<ScriptStatus, object>, string>;

/** The steps of a script in each kind's words. No kind can be cancelled: the step stands for a rejection by the L2. */
const words: Record<OrderKind, Words> = {
  normal: {
    pending: 'NORMAL_WITHDRAW_PENDING_RISK_CHECKING',
    verification: 'NORMAL_WITHDRAW_PENDING_L2_APPROVING',
    broadcast: 'NORMAL_WITHDRAW_PENDING_L1_WITHDRAWING',
    completed: 'NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED',
    failed: 'NORMAL_WITHDRAW_FAILED_RISK_CHECK_FAILURE',
    cancelled: 'NORMAL_WITHDRAW_FAILED_L2_REJECTED',
  },
  cross: {
    pending: 'CROSS_WITHDRAW_PENDING_RISK_CHECKING',
    verification: 'CROSS_WITHDRAW_SUCCESS_SUBMIT_CENSOR',
    broadcast: 'CROSS_WITHDRAW_PENDING_L1_CONFIRMING',
    completed: 'CROSS_WITHDRAW_SUCCESS',
    failed: 'CROSS_WITHDRAW_FAILED_RISK_CHECK_FAILURE',
    cancelled: 'CROSS_WITHDRAW_FAILED_L2_REJECTED',
  },
  withdraw: {
    pending: 'PENDING_CHECKING',
    verification: 'PENDING_CENSORING',
    broadcast: 'SUCCESS_CENSOR_SUCCESS',
    completed: 'SUCCESS_L2_APPROVED',
    failed: 'FAILED_CENSOR_FAILURE',
    cancelled: 'FAILED_L2_REJECT_APPROVED',
  },
};

export const statusWord = (kind: OrderKind, status: ScriptStatus) =>
  typeof status === 'object' ? status.raw : words[kind][status];

/** Integers of the orders page; only that there are some is documented. */
const numbers: Record<keyof Words, number> = {
  pending: 1,
  verification: 2,
  broadcast: 3,
  completed: 4,
  failed: 5,
  cancelled: 6,
};

export const statusNumber = (status: ScriptStatus) => (typeof status === 'object' ? 0 : numbers[status]);

export type Orders = {
  add(exchangeWithdrawalId: string, order: Order): void;
  /** Those made by hand in the app are normal withdrawals under an id of the app's. */
  of(entry: LedgerEntry): Order;
};

export function createOrders(): Orders {
  const orders = new Map<string, Order>();
  return {
    add: (id, order) => void orders.set(id, order),
    of: (entry) =>
      orders.get(entry.exchangeWithdrawalId) ?? {
        kind: 'normal',
        clientId: `app-${entry.exchangeWithdrawalId}`,
        hash: 0n,
        l2Nonce: 0,
        expireMs: entry.acceptedAtMs,
        l2Signature: '0'.repeat(128),
        chainId: '1',
        erc20Address: '',
      },
  };
}
