import { createWithdrawalClient, connect, type WithdrawalRequestInput } from '../../client/index.ts';

/** Pays one order. May be called again with the same order, by any number of processes: it is sent at most once. */
export async function payOrder(order: WithdrawalRequestInput): Promise<'paid' | 'not paid' | 'ask a person'> {
  const temporal = await connect();
  const withdrawals = createWithdrawalClient({ temporal: temporal.client });
  try {
    await withdrawals.start(order);
    const result = await withdrawals.result(order.withdrawalId);
    switch (result.moneyLeft) {
      case 'yes':
        return 'paid';
      case 'no':
        return 'not paid';
      case 'unknown':
        return 'ask a person';
    }
  } finally {
    withdrawals.close();
    await temporal.close();
  }
}
