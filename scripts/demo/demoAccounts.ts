import { demoAccounts as simulatorAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatorOptions } from '../../simulator/index.ts';
import type { LocalAccount } from '../local/localAccount.ts';

const balances = { USDT: '100000' };
const apiSecret = 'demo-secret';

function keyed(
  account: string,
  exchange: ExchangeName,
  network: string,
  accountId: string,
  change: { variant?: string; workerGroup?: string } = {},
): LocalAccount {
  const apiKey = `demo-key-${account}`;
  return {
    account,
    exchange,
    network,
    variant: '',
    workerGroup: 'default',
    simulated: { apiKey, apiSecret, accountId, balances },
    credentials: { apiKey, apiSecret },
    ...change,
  };
}

/** edgeX's three kinds of withdrawal are three adapters on one account, which signs with an L2 key. */
function starkSigned(account: string, network: string): LocalAccount {
  return {
    account,
    exchange: 'edgex',
    network,
    variant: '',
    workerGroup: 'default',
    simulated: simulatorAccounts.edgex,
    credentials: { l2PrivateKey: demoEdgexL2PrivateKey },
  };
}

export const demoAccounts: readonly LocalAccount[] = [
  keyed('bigone/treasury', 'bigone', 'Ethereum', '1001'),
  keyed('bigone/strict', 'bigone', 'Ethereum', '1002', { variant: 'strict' }),
  keyed('bigone/careless', 'bigone', 'Ethereum', '1003', { variant: 'careless' }),
  keyed('bitunix/main', 'bitunix', 'Ethereum (ERC-20)', '2001'),
  keyed('bitunix/paused', 'bitunix', 'Ethereum (ERC-20)', '2002'),
  keyed('bitunix/crash', 'bitunix', 'Ethereum (ERC-20)', '2003', { workerGroup: 'crash' }),
  keyed('btse/main', 'btse', 'Ethereum', 'demoUser'),
  starkSigned('edgex-normal-withdraw/main', 'Ethereum'),
  starkSigned('edgex-cross-withdraw/main', 'Arbitrum One'),
  starkSigned('edgex-withdraw/main', 'Ethereum'),
];

/**
 * How the simulator of a variant answers a repeated guid. BigONE's document does not say what a repeat is answered, so
 * the demo runs against all three possible answers.
 */
export const repeatGuid: Readonly<Record<string, SimulatorOptions['repeatGuid']>> = {
  strict: 'error',
  careless: 'secondWithdrawal',
};

/** The demo's account of this name. Throws if there is none. */
export function demoAccount(account: string): LocalAccount {
  const found = demoAccounts.find((one) => one.account === account);
  if (found === undefined) throw new Error(`the demo has no account ${account}`);
  return found;
}
