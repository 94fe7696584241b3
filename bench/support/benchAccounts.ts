import { getStarkKey } from '@scure/starknet';

import { demoAccounts } from '../../simulator/demoAccounts.ts';
import type { ExchangeName, SimulatedAccount } from '../../simulator/index.ts';

export const accountKinds = ['bigone', 'bitunix', 'edgex-normal-withdraw'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** An account as the worker and as the simulator know it. */
export type BenchAccount = {
  readonly kind: AccountKind;
  /** `<adapter>/<name>`. */
  readonly name: string;
  readonly network: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly simulated: SimulatedAccount;
};

const balances = { USDT: '1000000000' };
const apiSecret = 'bench-secret';

const networks: Readonly<Record<AccountKind, string>> = {
  bigone: 'Ethereum',
  bitunix: 'Ethereum (ERC-20)',
  'edgex-normal-withdraw': 'Ethereum',
};

export const exchangeOf: Readonly<Record<AccountKind, ExchangeName>> = {
  bigone: 'bigone',
  bitunix: 'bitunix',
  'edgex-normal-withdraw': 'edgex',
};

/** The account of this kind with this number. The same number gives the same account. */
export function benchAccount(kind: AccountKind, number = 1): BenchAccount {
  const name = `${kind}/bench-${number}`;
  if (kind === 'edgex-normal-withdraw') {
    const accountId = String(BigInt(demoAccounts.edgex.accountId) + BigInt(number));
    const l2PrivateKey = String(number).padStart(64, '0');
    return {
      kind,
      name,
      network: networks[kind],
      credentials: { l2PrivateKey },
      simulated: { ...demoAccounts.edgex, accountId, l2PublicKey: getStarkKey(l2PrivateKey), balances },
    };
  }
  const apiKey = `bench-key-${number}`;
  return {
    kind,
    name,
    network: networks[kind],
    credentials: { apiKey, apiSecret },
    simulated: { apiKey, apiSecret, accountId: String(1_000 + number), balances },
  };
}
