import { subtractAmounts } from '../../../domain/amount.ts';
import type { WithdrawalStatus } from '../../../domain/status.ts';
import type { WithdrawalRequest } from '../../../domain/withdrawal.ts';
import type { ExchangeName, ScriptStatus, SimulatedAccount } from '../../../simulator/index.ts';

/** All that the suite must know of one adapter; everything else it reads from the registry. */
export type Bench = {
  readonly simulator: ExchangeName;
  readonly account: SimulatedAccount;
  readonly credentials: Readonly<Record<string, string>>;
  /** Which of the credentials signs: one byte of it changed must be refused. */
  readonly signingField: string;
  /** Which header carries the signature: one byte of it changed must be refused. */
  readonly signatureHeader: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly request: Pick<WithdrawalRequest, 'asset' | 'network' | 'address' | 'memo' | 'amount'>;
  /** Taken as they are, text for text. */
  readonly amounts: readonly string[];
  /** How the ledger holds an amount that was asked for. Default: the same text. */
  readonly onLedger?: (amount: string) => string;
  /** What a withdrawal that is this far there reads here. */
  readonly walk: Readonly<Record<Exclude<ScriptStatus, object>, WithdrawalStatus>>;
};

const balances = { TRX: '100000', USDT: '100000' };
const keys = { apiKey: 'canary-key-4f1d9b', apiSecret: 'canary-secret-83ae55c07d' };
const tron = { asset: 'TRX', address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU', memo: null, amount: '20.00' };
const amounts = ['20.00', '20.000001', '1000', '123.4'];

const usual: Bench['walk'] = {
  pending: 'PENDING',
  verification: 'PENDING',
  broadcast: 'L1_CONFIRMING',
  completed: 'L1_COMPLETED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
};

/** The key of the documents' own examples; it opens nothing. */
const l2PrivateKey = '0463ac809cc7d7c1baf0123456789abcdef0123456789abcdef0123456789abc';
const edgex = (network: string): Bench => ({
  simulator: 'edgex',
  account: {
    ...keys,
    passphrase: 'canary-passphrase',
    accountId: '543429922991899150',
    l2PublicKey: '0x04976220672d8dd94c792fec78608e369f0aec957f41d6a4112bc2acafaeed4c',
    balances: { USDT: '100000' },
  },
  credentials: { l2PrivateKey },
  signingField: 'l2PrivateKey',
  signatureHeader: 'X-edgeX-Api-Signature',
  request: {
    asset: 'USDT',
    network,
    address: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A',
    memo: null,
    amount: '20.5',
  },
  amounts,
  // No kind can be cancelled: that step of the script stands for a rejection by the L2.
  walk: { ...usual, cancelled: 'FAILED' },
});

/** One entry for each finished adapter of the registry; a test fails when one is missing. */
export const benches: Readonly<Record<string, Bench>> = {
  bigone: {
    simulator: 'bigone',
    account: { ...keys, accountId: '4711', balances },
    credentials: keys,
    signingField: 'apiSecret',
    signatureHeader: 'authorization',
    request: { ...tron, network: 'Tron' },
    amounts,
    walk: usual,
  },
  bitunix: {
    simulator: 'bitunix',
    account: { ...keys, accountId: '4711', balances },
    credentials: keys,
    signingField: 'apiSecret',
    signatureHeader: 'sign',
    request: { ...tron, network: 'Tron (TRC-20)' },
    amounts,
    walk: usual,
  },
  btse: {
    simulator: 'btse',
    account: { ...keys, accountId: '4711', balances },
    credentials: keys,
    signingField: 'apiSecret',
    signatureHeader: 'request-sign',
    request: { ...tron, network: 'Tron' },
    amounts,
    walk: usual,
  },
  'edgex-normal-withdraw': { ...edgex('Ethereum'), walk: { ...edgex('Ethereum').walk, verification: 'L2_APPROVING' } },
  'edgex-cross-withdraw': { ...edgex('Arbitrum One'), onLedger: (amount) => subtractAmounts(amount, '2') },
  'edgex-withdraw': {
    ...edgex('Ethereum'),
    options: { riskSignature: async () => 'ab'.repeat(64) },
    // Its record ends on the L2: nothing there is delivery.
    walk: { ...edgex('Ethereum').walk, broadcast: 'L2_APPROVING', completed: 'L1_CONFIRMING' },
  },
};
