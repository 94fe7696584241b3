import type { ExchangeName } from './ledger.ts';
import type { SimulatedAccount } from './options.ts';

const balances = { BTC: '10', ETH: '200', USDT: '1000000', USDC: '1000000', XRP: '500000', TRX: '2000000', EOS: '50000' };

/** Accounts of a simulator that runs on its own. The keys open nothing but that simulator. */
export const demoAccounts: Record<ExchangeName, SimulatedAccount> = {
  bigone: { apiKey: 'demo-bigone-key', apiSecret: 'demo-bigone-secret', accountId: '10', balances, spotBalances: { USDT: '1000' } },
  bitunix: { apiKey: 'demo-bitunix-key', apiSecret: 'demo-bitunix-secret', accountId: '681979174', balances },
  btse: { apiKey: 'demo-btse-key', apiSecret: 'demo-btse-secret', accountId: 'demoUser', balances },
};
