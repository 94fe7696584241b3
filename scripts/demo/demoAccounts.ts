import type { SimulatorOptions } from '../../simulator/index.ts';
import { edgexAccount } from '../local/edgexAccount.ts';
import { keyedAccount } from '../local/keyedAccount.ts';
import type { LocalAccount } from '../local/localAccount.ts';

export const demoAccounts: readonly LocalAccount[] = [
  keyedAccount('bigone/treasury', 'bigone', 'Ethereum', '1001'),
  keyedAccount('bigone/strict', 'bigone', 'Ethereum', '1002', { variant: 'strict' }),
  keyedAccount('bigone/careless', 'bigone', 'Ethereum', '1003', { variant: 'careless' }),
  keyedAccount('bitunix/main', 'bitunix', 'Ethereum (ERC-20)', '2001'),
  keyedAccount('bitunix/paused', 'bitunix', 'Ethereum (ERC-20)', '2002'),
  keyedAccount('bitunix/crash', 'bitunix', 'Ethereum (ERC-20)', '2003', { workerGroup: 'crash' }),
  keyedAccount('btse/main', 'btse', 'Ethereum', 'demoUser'),
  // On BTSE all withdrawals of one coin wait for each other. One with a deadline must not wait for a lost reply.
  keyedAccount('btse/deadline', 'btse', 'Ethereum', 'demoUser2'),
  edgexAccount('edgex-normal-withdraw/main', 'Ethereum'),
  edgexAccount('edgex-cross-withdraw/main', 'Arbitrum One'),
  edgexAccount('edgex-withdraw/main', 'Ethereum'),
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
