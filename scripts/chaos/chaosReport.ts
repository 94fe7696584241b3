import { faultNames } from '../../simulator/index.ts';
import { alikeKey } from './alikeKey.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';
import { checkChaos, type CheckedWithdrawal, type Finding } from './checker.ts';
import { hidesForMs } from './plannedFaults.ts';
import type { Played } from './playWithdrawal.ts';
import type { TroubleCounts } from './troubles.ts';

/** The last line of a run. */
export type ChaosReport = TroubleCounts & {
  readonly seed: number;
  readonly withdrawals: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly operator: Readonly<Record<string, number>>;
  /** Workers that ended without being killed from here. */
  readonly workersEndedThemselves: number;
  readonly accepted: number;
  readonly doubleSends: number;
  readonly lost: number;
  readonly falseFinals: number;
  readonly needsReview: number;
  readonly needsReviewUnjustified: number;
  /** Settled as refused, though nothing was wrong with the request. */
  readonly refusedNeedlessly: number;
  readonly wallSeconds: number;
};

type Parts = { readonly seed: number; readonly counts: TroubleCounts; readonly operator: Readonly<Record<string, number>>; readonly wallSeconds: number };

/** The figures of a run, and everything that was found wrong, with its evidence. */
export function chaosReport(world: ChaosWorld, played: readonly Played[], parts: Parts): { readonly report: ChaosReport; readonly findings: readonly Finding[] } {
  const simulators = [...world.simulators.values()];
  const ledger = simulators.flatMap((simulator) => simulator.ledger.entries());
  const { findings, needsReview } = checkChaos(checkable(played), ledger);
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  const { seed, counts, operator, wallSeconds } = parts;
  const report: ChaosReport = {
    seed,
    withdrawals: played.length,
    ...counts,
    workersEndedThemselves: world.workers.reduce((sum, worker) => sum + worker.ownEnds, 0),
    faults: Object.fromEntries(faultNames.map((name) => [name, simulators.reduce((sum, simulator) => sum + simulator.armedFaultHits(name), 0)] as const).filter(([, hits]) => hits > 0)),
    outcomes: countBy(played.map(outcomeOf)),
    operator,
    accepted: ledger.length,
    doubleSends: count('doubleSend'),
    lost: count('lost'),
    falseFinals: count('falseFinal'),
    needsReview,
    needsReviewUnjustified: count('needsReviewUnjustified'),
    refusedNeedlessly: count('refusedNeedlessly'),
    wallSeconds,
  };
  return { report, findings };
}

/** A fault is armed by place and amount, so that it may strike any of those that are alike. */
function checkable(played: readonly Played[]): CheckedWithdrawal[] {
  const groupOf = ({ planned }: Played): string => `${accountNamed(planned.account).exchange} ${planned.asset} ${planned.address} ${planned.amount}`;
  const faultsOf = new Map<string, Played['planned']['faults'][number][]>();
  for (const one of played) faultsOf.set(groupOf(one), [...(faultsOf.get(groupOf(one)) ?? []), ...one.planned.faults]);
  return played.map((one) => {
    const { withdrawalId, account, asset, network, address, amount } = one.planned;
    const faults = faultsOf.get(groupOf(one)) ?? [];
    const feeHidden = faults.some((fault) => fault.name === 'feeNullWhilePending');
    return { withdrawalId, ledgerAccount: accountNamed(account).simulated.accountId, asset, network, address, amount, refused: one.refused !== null, result: one.result, hiddenForMs: hidesForMs(faults), feeHidden };
  });
}

/** Nothing was found, and no worker fell by itself. */
export function holds(report: ChaosReport): boolean {
  return report.doubleSends + report.lost + report.falseFinals + report.needsReviewUnjustified + report.refusedNeedlessly + report.workersEndedThemselves === 0;
}

/** What to read about a finding: the withdrawals that are named in it, or are alike to what it is about, as their workflows tell. */
export function evidenceOf(finding: Finding, played: readonly Played[]): string {
  const text = `${finding.about} ${finding.why}`;
  const named = played.filter(({ planned, result }) => [planned.withdrawalId, alikeKey(planned), result?.exchangeWithdrawalId ?? planned.withdrawalId].some((word) => text.includes(word)));
  return named.map(({ planned, result, problem, refused }) => JSON.stringify({ planned, refused, problem, settlement: result?.settlement, exchangeWithdrawalId: result?.exchangeWithdrawalId, timeline: result?.state.timeline })).join('\n');
}

function outcomeOf({ refused, result }: Played): string {
  if (refused !== null) return 'refusedAtStart';
  return result === null ? 'none' : `${result.status ?? 'nothing'} by ${result.settlement.by}${result.settlement.reason === null ? '' : ` (${result.settlement.reason})`}`;
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
