import { demoAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatedAccount } from '../../simulator/index.ts';

/** One adapter of the matrix, with its account at the fake exchange. */
export type CrashAdapter = {
  readonly adapter: string;
  readonly exchange: ExchangeName;
  /** The exchange's own name of the network. */
  readonly network: string;
  readonly simulated: SimulatedAccount;
  readonly credentials: Readonly<Record<string, string>>;
  /**
   * `grant`: sends once, after the account's grant. `repeat`: a repeat is documented as safe. `none`: cannot create a
   * withdrawal.
   */
  readonly sends: 'grant' | 'repeat' | 'none';
  readonly cancels: boolean;
  readonly findsBy: 'clientId' | 'history';
};

const balances = { USDT: '1000000' };

function keyed(
  adapter: string,
  exchange: ExchangeName,
  network: string,
  accountId: string,
  can: Pick<CrashAdapter, 'cancels' | 'findsBy'>,
): CrashAdapter {
  const credentials = { apiKey: `crash-key-${adapter}`, apiSecret: `crash-secret-${adapter}` };
  return {
    adapter,
    exchange,
    network,
    simulated: { ...credentials, accountId, balances },
    credentials,
    sends: 'grant',
    ...can,
  };
}

/** edgeX's kinds of withdrawal are separate adapters on one account, which signs with an L2 key. */
function starkSigned(adapter: string, network: string, sends: CrashAdapter['sends']): CrashAdapter {
  return {
    adapter,
    exchange: 'edgex',
    network,
    simulated: demoAccounts.edgex,
    credentials: { l2PrivateKey: demoEdgexL2PrivateKey },
    sends,
    cancels: false,
    findsBy: 'clientId',
  };
}

/** Every finished adapter of the registry; a test fails when one is missing. */
export const crashAdapters: readonly CrashAdapter[] = [
  keyed('bigone', 'bigone', 'Ethereum', '1001', { cancels: true, findsBy: 'clientId' }),
  keyed('bitunix', 'bitunix', 'Ethereum (ERC-20)', '2001', { cancels: true, findsBy: 'history' }),
  keyed('btse', 'btse', 'Ethereum', 'crashUser', { cancels: false, findsBy: 'history' }),
  starkSigned('edgex-normal-withdraw', 'Ethereum', 'repeat'),
  starkSigned('edgex-cross-withdraw', 'Arbitrum One', 'repeat'),
  starkSigned('edgex-withdraw', 'Ethereum', 'none'),
];
