import type { ExchangeName } from '../../simulator/index.ts';
import type { LocalAccount } from './localAccount.ts';

type Change = Partial<Pick<LocalAccount, 'variant' | 'workerGroup'>>;

/** An account that signs with a key and a secret, which no real exchange knows. It holds 100,000 USDT. */
export function keyedAccount(
  account: string,
  exchange: ExchangeName,
  network: string,
  accountId: string,
  change: Change = {},
): LocalAccount {
  const [apiKey, apiSecret] = [`local-key-${account}`, 'local-secret'];
  return {
    account,
    exchange,
    network,
    variant: '',
    workerGroup: 'default',
    simulated: { apiKey, apiSecret, accountId, balances: { USDT: '100000' } },
    credentials: { apiKey, apiSecret },
    ...change,
  };
}
