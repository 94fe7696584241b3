import { demoAccounts, demoEdgexL2PrivateKey } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatedAccount, SimulatorOptions } from '../../simulator/index.ts';

/** One account of the demo, with the exchange it is at; accounts that name the same exchange share a simulator. */
export type DemoStage = {
  readonly account: string;
  readonly exchange: ExchangeName;
  /** Tells simulators of one kind apart. */
  readonly variant: string;
  readonly workerGroup: string;
  /** What the exchange calls its network. */
  readonly network: string;
  readonly simulated: SimulatedAccount;
  /** What the worker is given, by credential name. */
  readonly credentials: Readonly<Record<string, string>>;
};

const balances = { USDT: '100000' };
const apiSecret = 'demo-secret';

function keyed(
  account: string,
  exchange: ExchangeName,
  network: string,
  accountId: string,
  change: { variant?: string; workerGroup?: string } = {},
): DemoStage {
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

/** edgeX's three kinds of withdrawal are three adapters on one account, which signs with an L2 key of its own. */
function starkSigned(account: string, network: string): DemoStage {
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

export const demoStages: readonly DemoStage[] = [
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

/** What a repeated guid is answered is in no document: the demo survives all three. */
export const repeatGuid: Readonly<Record<string, SimulatorOptions['repeatGuid']>> = {
  strict: 'error',
  careless: 'secondWithdrawal',
};

export function stageOf(account: string): DemoStage {
  const stage = demoStages.find((one) => one.account === account);
  if (stage === undefined) throw new Error(`the demo has no account ${account}`);
  return stage;
}
