import { createHash } from 'node:crypto';
import { checksumAddress } from '../../exchanges/edgex/checksumAddress.ts';
import type { ScriptStep } from '../../simulator/index.ts';
import { chaosAccounts } from './chaosAccounts.ts';
import { createDice, type Dice } from './dice.ts';
import { plannedFaults, type PlannedFault } from './plannedFaults.ts';

/** One withdrawal of the run: what is asked for, what the exchange does with it, what befalls it. Plain data. */
export type PlannedWithdrawal = {
  readonly withdrawalId: string;
  readonly account: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly amount: string;
  /** After the start; null: none. */
  readonly deadlineMs: number | null;
  readonly cancelMs: number | null;
  readonly faults: readonly PlannedFault[];
  /** How the exchange moves it on, from its acceptance. */
  readonly script: readonly ScriptStep[];
};

/** Few, and close together, so that many withdrawals are alike or nearly so; each is above every minimum and fee. */
const amounts = ['100', '100.5', '100.25', '104', '96'] as const;
const addresses = 6;

/** Weights: BTSE shows nothing to tell one from another, so that those of one asset go one by one. */
const accountsByWeight = chaosAccounts.flatMap((one) => Array<string>(one.exchange === 'btse' ? 1 : 2).fill(one.account));

const scripts: readonly (readonly ScriptStep[])[] = [
  [{ afterMs: 300, status: 'broadcast' }, { afterMs: 900, status: 'completed' }],
  [{ afterMs: 300, status: 'broadcast' }, { afterMs: 900, status: 'completed' }],
  [{ afterMs: 1_500, status: 'broadcast' }, { afterMs: 4_000, status: 'completed' }],
  [{ afterMs: 100, status: 'completed' }],
  [{ afterMs: 800, status: 'failed' }],
];
/** Long enough for a cancel to come in time. */
const patientScript: readonly ScriptStep[] = [{ afterMs: 9_000, status: 'broadcast' }, { afterMs: 11_000, status: 'completed' }];

const shares = { alike: 0.5, cancel: 0.2, deadline: 0.12, patient: 0.7 } as const;
/** A withdrawal that is like another follows it this closely, so that both are in flight. */
const nearby = 5;

/** The same plan for the same seed; a longer one begins like the shorter. */
export function planWithdrawals(seed: number, count: number): readonly PlannedWithdrawal[] {
  const dice = createDice(seed);
  const plan: PlannedWithdrawal[] = [];
  for (let index = 0; index < count; index += 1) plan.push(planOne(dice, seed, index, plan));
  return plan;
}

function planOne(dice: Dice, seed: number, index: number, before: readonly PlannedWithdrawal[]): PlannedWithdrawal {
  const like = before.length > 0 && dice.happens(`${index}#alike`, shares.alike) ? before[Math.max(0, index - dice.between(`${index}#like`, 1, nearby))] : undefined;
  const place = like ?? placeOf(dice, index);
  const cancels = dice.happens(`${index}#cancels`, shares.cancel);
  const hasDeadline = dice.happens(`${index}#hasDeadline`, shares.deadline);
  const isPatient = (cancels || hasDeadline) && dice.happens(`${index}#patient`, shares.patient);
  return {
    withdrawalId: `chaos-${seed}-${String(index + 1).padStart(5, '0')}`,
    account: place.account,
    asset: place.asset,
    network: place.network,
    address: place.address,
    // Like the other in all, or in all but the amount.
    amount: like === undefined || dice.happens(`${index}#nearly`, 0.3) ? dice.pick(`${index}#amount`, amounts) : like.amount,
    deadlineMs: hasDeadline ? dice.between(`${index}#deadlineMs`, 3_000, 9_000) : null,
    cancelMs: cancels ? dice.between(`${index}#cancelMs`, 0, 6_000) : null,
    faults: plannedFaults(dice, index, cancels || hasDeadline),
    script: isPatient ? patientScript : dice.pick(`${index}#script`, scripts),
  };
}

function placeOf(dice: Dice, index: number) {
  const account = dice.pick(`${index}#account`, accountsByWeight);
  const places = chaosAccounts.find((one) => one.account === account)?.places ?? [];
  return { account, ...dice.pick(`${index}#place`, places), address: addressOf(dice.between(`${index}#address`, 1, addresses)) };
}

/** An EVM address of nobody, with its checksum, as some exchanges book it. */
function addressOf(number: number): string {
  return checksumAddress(`0x${createHash('sha256').update(`chaos address ${number}`).digest('hex').slice(0, 40)}`);
}
