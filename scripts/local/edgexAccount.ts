import { demoAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { LocalAccount } from './localAccount.ts';

/** edgeX's three kinds of withdrawal are three adapters on one account of the exchange, which signs with an L2 key. */
export function edgexAccount(account: string, network: string): LocalAccount {
  return {
    account,
    exchange: 'edgex',
    network,
    variant: '',
    workerGroup: 'default',
    simulated: demoAccounts.edgex,
    credentials: { l2PrivateKey: demoEdgexL2PrivateKey },
  };
}
