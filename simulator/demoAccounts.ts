import type { ExchangeName } from './ledger.ts';
import type { SimulatedAccount } from './options.ts';

const balances = {
  BTC: '10',
  ETH: '200',
  USDT: '1000000',
  USDC: '1000000',
  XRP: '500000',
  TRX: '2000000',
  EOS: '50000',
};

/** Accounts of a simulator that runs on its own. The keys open nothing but that simulator. */
export const demoAccounts: Record<ExchangeName, SimulatedAccount> = {
  bigone: {
    apiKey: 'demo-bigone-key',
    apiSecret: 'demo-bigone-secret',
    accountId: '10',
    balances,
    spotBalances: { USDT: '1000' },
  },
  bitunix: { apiKey: 'demo-bitunix-key', apiSecret: 'demo-bitunix-secret', accountId: '681979174', balances },
  btse: { apiKey: 'demo-btse-key', apiSecret: 'demo-btse-secret', accountId: 'demoUser', balances },
  edgex: {
    apiKey: 'demo-edgex-key',
    apiSecret: 'demo-edgex-secret',
    passphrase: 'demo-edgex-passphrase',
    accountId: '543429922991899150',
    balances: { USDT: '1000000' },
    l2PublicKey: '0x67a2356930093246186876fdbbb47d0895b18e8a5768ffa37d6e8479078385b',
  },
};

/** The private half of edgeX's demo key; an L2 key is the user's own, so that no exchange knows it. */
export const demoEdgexL2PrivateKey = '06ab4fb27514265676fb6030fa503601ffe6cc5f21d2bf9380c8de3adc611ed9';
