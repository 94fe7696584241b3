import type { ScriptStep } from '../../simulator/index.ts';
import { placeKey } from './alikeKey.ts';
import { accountNamed, chaosAccounts } from './chaosAccounts.ts';
import { faultBesideLookalike, liesOnce, plannedFaults, type PlannedFault } from './plannedFaults.ts';
import { createSeededRandom, type SeededRandom } from './seededRandom.ts';

/** One withdrawal of the run: what is asked for, what the exchange does with it, which faults it meets. Plain data. */
export type PlannedWithdrawal = {
  readonly withdrawalId: string;
  readonly account: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly amount: string;
  /** Milliseconds from its start to its deadline; null: none. */
  readonly deadlineMs: number | null;
  readonly cancelMs: number | null;
  /** Milliseconds after its start until its workflow is terminated, and it is started again; null: never. */
  readonly terminateMs: number | null;
  /** Two backends ask for it at once, and one asks again after the end. */
  readonly askedTwice: boolean;
  /** When somebody makes the same by hand: once ours was accepted with its answer lost, or at about the start. */
  readonly lookalike: 'onceAccepted' | 'atStart' | null;
  readonly faults: readonly PlannedFault[];
  /** How the exchange moves it on, from its acceptance. */
  readonly script: readonly ScriptStep[];
};

/**
 * Few, and close together, so that many withdrawals are alike or nearly so. Each is above every minimum and fee. One
 * is there in two spellings.
 */
const amounts = ['100', '100.5', '100.25', '104', '96', '100.50'] as const;

/** EVM addresses of nobody, with their checksums, as some exchanges book them. */
const addresses = [
  '0x533727C0eCa626bB645a4e16e1B2f29A48F4dA6A',
  '0x3b223C9D614cF4b96F1cB186e928938bC3c0bEA7',
  '0x48bB652bE8Acf8251F78Fe34D23FEB47a97A8cAd',
  '0x12B507359FcA74cbeC6B48B04EE3d5B04ca7357E',
  '0x9aAB09e5D93c564b022cAc60338Fc5e8C61536db',
  '0x233FEe031b24526bab177B9F460c24e4a67fb140',
] as const;
/** For withdrawals beside a lookalike: no other fault may hide a record there. */
const quietAddresses: readonly string[] = [
  '0x9f6522B8229A0F1DF275e0A081bbF38f3E3ffb4b',
  '0x07B1140B181866b3A7e9b854AD9a6D7357bCe04B',
  '0x620376b8967BF602B97FDd115682522AacbFF45b',
];

const accountsByWeight = chaosAccounts.flatMap((one) => Array<string>(one.weight).fill(one.account));

const scripts: readonly (readonly ScriptStep[])[] = [
  [
    { afterMs: 300, status: 'broadcast' },
    { afterMs: 900, status: 'completed' },
  ],
  [
    { afterMs: 300, status: 'broadcast' },
    { afterMs: 900, status: 'completed' },
  ],
  [
    { afterMs: 1_500, status: 'broadcast' },
    { afterMs: 4_000, status: 'completed' },
  ],
  [{ afterMs: 100, status: 'completed' }],
  [{ afterMs: 800, status: 'failed' }],
];
/** Long enough for a cancel to come in time. */
const patientScript: readonly ScriptStep[] = [
  { afterMs: 9_000, status: 'broadcast' },
  { afterMs: 11_000, status: 'completed' },
];

const shares = {
  alike: 0.5,
  cancel: 0.2,
  deadline: 0.12,
  patient: 0.7,
  lookalike: 0.05,
  terminate: 0.02,
  askedTwice: 0.1,
} as const;
/** A withdrawal that is like another follows it this closely, so that both are in flight. */
const nearby = 5;

/** The same plan for the same seed; a longer one begins like the shorter. */
export function planWithdrawals(seed: number, count: number): readonly PlannedWithdrawal[] {
  const random = createSeededRandom(seed);
  const plan: PlannedWithdrawal[] = [];
  const liars = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const one = planOne(random, seed, index, plan, liars);
    if (one.faults.some((fault) => fault.name === 'statusFlapping')) liars.add(keyOf(one));
    plan.push(one);
  }
  return plan;
}

function planOne(
  random: SeededRandom,
  seed: number,
  index: number,
  before: readonly PlannedWithdrawal[],
  liars: ReadonlySet<string>,
): PlannedWithdrawal {
  const like =
    before.length > 0 && random.happens(`${index}#alike`, shares.alike)
      ? before[Math.max(0, index - random.between(`${index}#like`, 1, nearby))]
      : undefined;
  const withLookalike = like === undefined && random.happens(`${index}#lookalike`, shares.lookalike);
  const { account, asset, network, address } = like ?? placeOf(random, index, withLookalike);
  // Like the other in all, or in all but the amount.
  const amount =
    like === undefined || random.happens(`${index}#nearly`, 0.3)
      ? random.pick(`${index}#amount`, amounts)
      : like.amount;
  const isQuiet = quietAddresses.includes(address);
  const cancels = !isQuiet && random.happens(`${index}#cancels`, shares.cancel);
  const terminates = !isQuiet && random.happens(`${index}#terminates`, shares.terminate);
  const lookalikeWhen = isQuiet ? 'onceAccepted' : 'atStart';
  const hasDeadline = !isQuiet && random.happens(`${index}#hasDeadline`, shares.deadline);
  const isPatient = (cancels || hasDeadline) && random.happens(`${index}#patient`, shares.patient);
  const place = {
    withdrawalId: `chaos-${seed}-${String(index + 1).padStart(5, '0')}`,
    account,
    asset,
    network,
    address,
    amount,
  };
  return {
    ...place,
    deadlineMs: hasDeadline ? random.between(`${index}#deadlineMs`, 3_000, 9_000) : null,
    cancelMs: cancels ? random.between(`${index}#cancelMs`, 0, 6_000) : null,
    terminateMs: terminates ? random.between(`${index}#terminateMs`, 0, 3_000) : null,
    askedTwice: random.happens(`${index}#askedTwice`, shares.askedTwice),
    lookalike: withLookalike ? lookalikeWhen : null,
    faults: isQuiet
      ? faultBesideLookalike(random, index)
      : liesOnce(plannedFaults(random, index, cancels || hasDeadline), liars.has(keyOf(place))),
    script: isPatient ? patientScript : random.pick(`${index}#script`, scripts),
  };
}

function placeOf(random: SeededRandom, index: number, withLookalike: boolean) {
  const account = random.pick(`${index}#account`, accountsByWeight);
  const { places, knownById } = accountNamed(account);
  return {
    account,
    ...random.pick(`${index}#place`, places),
    address: random.pick(`${index}#address`, withLookalike && !knownById ? quietAddresses : addresses),
  };
}

function keyOf({ account, ...place }: Pick<PlannedWithdrawal, 'account' | 'asset' | 'address' | 'amount'>): string {
  return `${accountNamed(account).exchange} ${placeKey(place)}`;
}
