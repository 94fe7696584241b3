import { check } from './check.ts';
import { faultNames, type FaultName, type FaultOrder } from './faults.ts';
import type { FaultMatch } from './ledger.ts';

export const parseFaultMatch = check.object<FaultMatch>(
  {
    address: check.text,
    asset: check.text,
    amount: check.text,
    accountId: check.text,
    memo: check.textOrNull,
    clientWithdrawalId: check.textOrNull,
  },
  [],
);

const parseFields = check.object<FaultOrder>(
  {
    name: check.oneOf(faultNames),
    on: check.oneOf(['submit', 'follow', 'lookup', 'cancel', 'any']),
    times: check.count,
    delayMs: check.count,
    match: parseFaultMatch,
    status: check.count,
    accepts: check.flag,
    after: check.oneOf(['submit', 'follow', 'lookup', 'cancel']),
  },
  ['name', 'on'],
);

/** `feeNullWhilePending` holds while pending; its delay only adds to that. */
const defaultDelayMs: Partial<Record<FaultName, number>> = {
  refuseConnection: 1000,
  acceptLate: 1000,
  slow: 1000,
  tooManyRequests: 1000,
  historyLag: 1000,
  feeNullWhilePending: 0,
};

/** A fault order with its defaults filled in. Throws `InputError` naming the field that is wrong. */
export function parseFaultOrder(given: unknown): FaultOrder {
  const order = parseFields(given, 'fault');
  const delayMs = order.delayMs ?? defaultDelayMs[order.name];
  return { ...order, times: order.times ?? 1, ...(delayMs === undefined ? {} : { delayMs }) };
}
