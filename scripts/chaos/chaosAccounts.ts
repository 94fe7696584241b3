import { demoAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatedAccount } from '../../simulator/index.ts';
import type { Canary } from './leakHunt.ts';

/** The exchanges that the chaos run knows how to play; a further one need not be among them. */
export type ChaosExchange = Extract<ExchangeName, 'bigone' | 'bitunix' | 'btse' | 'edgex'>;

/** An account of the chaos run. Those of one exchange share a simulator. */
export type ChaosAccount = {
  readonly account: string;
  readonly exchange: ChaosExchange;
  readonly simulated: SimulatedAccount;
  readonly credentials: Readonly<Record<string, string>>;
  /** What may be withdrawn from it, all to EVM addresses; networks as the exchange calls them. */
  readonly places: readonly { readonly asset: string; readonly network: string }[];
  /** The part of what is asked for that the ledger shows as a fee beside the amount. */
  readonly feeAside: string;
  /** Whether a record is known by our own id; else it is known by its likeness alone. */
  readonly knownById: boolean;
  /** How many of the withdrawals it gets, in proportion to the others. */
  readonly weight: number;
};

/** Far more than a run withdraws. */
export const fullBalance = '900000000';
const balances = { USDT: fullBalance, USDC: fullBalance, ETH: fullBalance };

function keyed(
  account: string,
  exchange: ChaosExchange,
  accountId: string,
  networks: readonly string[],
  weight: number,
): ChaosAccount {
  const [ethereum = '', bsc = ''] = networks;
  const secrets = { apiKey: `canary0key0of0${exchange}0k7q2x9`, apiSecret: `canary0secret0of0${exchange}0v4m8z1` };
  const places = [
    { asset: 'USDT', network: ethereum },
    { asset: 'USDT', network: bsc },
    { asset: 'USDC', network: ethereum },
    { asset: 'ETH', network: ethereum },
  ];
  return {
    account,
    exchange,
    weight,
    knownById: exchange === 'bigone',
    feeAside: '0',
    places,
    simulated: { ...secrets, accountId, balances },
    credentials: secrets,
  };
}

/** edgeX's kinds of withdrawal are adapters of their own on one account, which signs with an L2 key. */
function starkSigned(account: string, networks: readonly string[], feeAside: string): ChaosAccount {
  const places = networks.map((network) => ({ asset: 'USDT', network }));
  return {
    account,
    exchange: 'edgex',
    weight: 1,
    knownById: true,
    feeAside,
    places,
    simulated: edgexAccount,
    credentials: { l2PrivateKey: demoEdgexL2PrivateKey },
  };
}

const edgexAccount: SimulatedAccount = { ...demoAccounts.edgex, balances: { USDT: fullBalance } };

/**
 * Every adapter that can create a withdrawal. BTSE's rows do not tell one from another, so that those of one asset go
 * one by one. edgeX shows our id only in a record that is read by itself, so that a look-up takes the longer the more
 * there were. So these get fewer.
 */
export const chaosAccounts: readonly ChaosAccount[] = [
  keyed('bigone/chaos', 'bigone', '1001', ['Ethereum', 'BinanceSmartChain'], 3),
  keyed('bitunix/chaos', 'bitunix', '2001', ['Ethereum (ERC-20)', 'BNB Smart Chain (BEP-20)'], 3),
  keyed('btse/chaos', 'btse', 'chaosUser', ['Ethereum', 'BSC'], 1),
  starkSigned('edgex-normal-withdraw/chaos', ['Ethereum'], '0'),
  starkSigned('edgex-cross-withdraw/chaos', ['Arbitrum One', 'BNB Smart Chain'], '2'),
];

export function accountNamed(account: string): ChaosAccount {
  const found = chaosAccounts.find((one) => one.account === account);
  if (found === undefined) throw new Error(`the chaos run has no account ${account}`);
  return found;
}

/** Null: its requests carry no key. */
const keyHeaders: Readonly<Record<ChaosExchange, string | null>> = {
  bigone: 'authorization',
  bitunix: 'api-key',
  btse: 'request-api',
  edgex: null,
};

/** Every credential of the run. A key may stand in its exchange's own header, a secret nowhere. */
export const canaries: readonly (Canary & { readonly exchange: ChaosExchange })[] = chaosAccounts.flatMap(
  ({ account, exchange, credentials }) =>
    Object.entries(credentials).map(([name, value]) => ({
      name: `${account} ${name}`,
      value,
      exchange,
      header: name === 'apiKey' ? keyHeaders[exchange] : null,
    })),
);
