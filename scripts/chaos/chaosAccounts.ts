import { demoAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatedAccount } from '../../simulator/index.ts';

/** An account that withdrawals of the chaos run leave from; those of one exchange share a simulator. */
export type ChaosAccount = {
  readonly account: string;
  readonly exchange: ExchangeName;
  readonly simulated: SimulatedAccount;
  readonly credentials: Readonly<Record<string, string>>;
  /** What may be withdrawn from it, all to EVM addresses; what the exchange calls its networks. */
  readonly places: readonly { readonly asset: string; readonly network: string }[];
  /** What the exchange books beside the amount that is asked for, out of it: its ledger shows the rest as the amount. */
  readonly feeAside: string;
};

const balances = { USDT: '900000000', USDC: '900000000', ETH: '900000000' };

function keyed(account: string, exchange: ExchangeName, accountId: string, networks: readonly string[]): ChaosAccount {
  const [ethereum = '', bsc = ''] = networks;
  const secrets = { apiKey: `chaos-key-${account}`, apiSecret: `chaos-secret-${account}` };
  const places = [{ asset: 'USDT', network: ethereum }, { asset: 'USDT', network: bsc }, { asset: 'USDC', network: ethereum }, { asset: 'ETH', network: ethereum }];
  return { account, exchange, feeAside: '0', places, simulated: { ...secrets, accountId, balances }, credentials: secrets };
}

/** edgeX's kinds of withdrawal are adapters of their own on one account, which signs with an L2 key. */
function starkSigned(account: string, networks: readonly string[], feeAside: string): ChaosAccount {
  return { account, exchange: 'edgex', feeAside, places: networks.map((network) => ({ asset: 'USDT', network })), simulated: edgexAccount, credentials: { l2PrivateKey: demoEdgexL2PrivateKey } };
}

const edgexAccount: SimulatedAccount = { ...demoAccounts.edgex, balances: { USDT: '900000000' } };

/** Every adapter that can create a withdrawal. */
export const chaosAccounts: readonly ChaosAccount[] = [
  keyed('bigone/chaos', 'bigone', '1001', ['Ethereum', 'BinanceSmartChain']),
  keyed('bitunix/chaos', 'bitunix', '2001', ['Ethereum (ERC-20)', 'BNB Smart Chain (BEP-20)']),
  keyed('btse/chaos', 'btse', 'chaosUser', ['Ethereum', 'BSC']),
  starkSigned('edgex-normal-withdraw/chaos', ['Ethereum'], '0'),
  starkSigned('edgex-cross-withdraw/chaos', ['Arbitrum One', 'BNB Smart Chain'], '2'),
];

export function accountNamed(account: string): ChaosAccount {
  const found = chaosAccounts.find((one) => one.account === account);
  if (found === undefined) throw new Error(`the chaos run has no account ${account}`);
  return found;
}
