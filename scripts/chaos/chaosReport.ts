import { faultNames, type FaultName, type Simulator } from '../../simulator/index.ts';
import { alikeKey, placeKey } from './alikeKey.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';
import type { CheckedWithdrawal } from './checkedWithdrawal.ts';
import { checkChaos, type Finding, type FindingKind, type Shortage } from './checker.ts';
import { hidesForMs } from './plannedFaults.ts';
import type { Played } from './playWithdrawal.ts';
import type { Searched } from './searchRun.ts';
import type { TroubleCounts } from './trouble.ts';

/** The figures of a run, as its last line prints them. */
export type ChaosReport = TroubleCounts & {
  readonly seed: number;
  readonly withdrawals: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly operator: Readonly<Record<string, number>>;
  /** Workers that ended without being told to. */
  readonly workersEndedThemselves: number;
  /** Our withdrawals that the exchanges accepted. */
  readonly accepted: number;
  /** Withdrawals made by hand that look like ours. */
  readonly lookalikes: number;
  readonly terminatedAndStartedAgain: number;
  readonly askedTwice: number;
  readonly doubleSends: number;
  readonly lost: number;
  readonly falseFinals: number;
  readonly needsReview: number;
  readonly needsReviewUnjustified: number;
  /** Settled as refused, though nothing was wrong with the request. */
  readonly refusedNeedlessly: number;
  /** Places where a credential was found that must not be there. */
  readonly leaks: number;
  /** How much was searched for credentials; none of these may be 0. */
  readonly searched: Readonly<
    Record<'histories' | 'events' | 'logBytes' | 'metricBytes' | 'requests' | 'keysInTheirHeader', number>
  >;
  readonly notSearched: number;
  readonly wallSeconds: number;
};

type Parts = {
  readonly seed: number;
  readonly counts: Readonly<TroubleCounts>;
  readonly operator: Readonly<Record<string, number>>;
  readonly shortages: readonly Shortage[];
  readonly searched: Searched;
  readonly wallSeconds: number;
};

/** The figures of a run, and everything that was found wrong. */
export function chaosReport(
  world: ChaosWorld,
  played: readonly Played[],
  parts: Parts,
): { readonly report: ChaosReport; readonly findings: readonly Finding[] } {
  const simulators = [...world.simulators.values()];
  const ledger = simulators.flatMap((simulator) => simulator.ledger.entries());
  const { seed, counts, operator, shortages, wallSeconds } = parts;
  const { unread, ...sizes } = parts.searched;
  const searched = { ...sizes, requests: world.requests.requests, keysInTheirHeader: world.requests.keysInTheirHeader };
  const checked = checkChaos(checkable(played), ledger, shortages);
  const leaks: Finding[] = world.hunt
    .leaks()
    .map(({ canary, where }) => ({ kind: 'leak', about: canary, why: `found in ${where}` }));
  const findings = [
    ...checked.findings,
    ...leaks,
    ...unsearched(searched, unread, played.filter((one) => one.result !== null).length),
  ];
  const count = (kind: FindingKind): number => findings.filter((finding) => finding.kind === kind).length;
  const report: ChaosReport = {
    seed,
    withdrawals: played.length,
    ...counts,
    workersEndedThemselves: world.workers.reduce((sum, worker) => sum + worker.ownEnds, 0),
    faults: hitsByFault(simulators),
    outcomes: countBy(played.map(outcomeOf)),
    operator,
    accepted: ledger.filter((entry) => !entry.foreign).length,
    lookalikes: ledger.filter((entry) => entry.foreign).length,
    terminatedAndStartedAgain: played.filter((one) => one.result?.state.recovery === true).length,
    askedTwice: played.filter((one) => one.planned.askedTwice).length,
    doubleSends: count('doubleSend'),
    lost: count('lost'),
    falseFinals: count('falseFinal'),
    needsReview: checked.needsReview,
    needsReviewUnjustified: count('needsReviewUnjustified'),
    refusedNeedlessly: count('refusedNeedlessly'),
    leaks: count('leak'),
    searched,
    notSearched: count('notSearched'),
    wallSeconds,
  };
  return { report, findings };
}

/**
 * Where nothing was searched, nothing is proved: every place must have been searched, and a key found where it may be.
 */
export function unsearched(searched: ChaosReport['searched'], unread: readonly string[], ended: number): Finding[] {
  const empty = Object.entries(searched)
    .filter(([, size]) => size === 0)
    .map(([name]) => name);
  const missing = searched.histories < ended ? [`${searched.histories} histories of at least ${ended}`] : [];
  return [...empty, ...missing, ...unread].map((about) => ({
    kind: 'notSearched',
    about,
    why: 'no credential can be ruled out there',
  }));
}

/** As the checker needs them. A fault is armed by place and amount, so it may strike any of those that are alike. */
function checkable(played: readonly Played[]): CheckedWithdrawal[] {
  const groupOf = ({ planned }: Played): string => `${accountNamed(planned.account).exchange} ${placeKey(planned)}`;
  const faultsOf = new Map<string, Played['planned']['faults'][number][]>();
  for (const one of played) faultsOf.set(groupOf(one), [...(faultsOf.get(groupOf(one)) ?? []), ...one.planned.faults]);
  return played.map((one) => {
    const { withdrawalId, account, asset, network, address, amount } = one.planned;
    const faults = faultsOf.get(groupOf(one)) ?? [];
    const feeHidden = faults.some((fault) => fault.name === 'feeNullWhilePending');
    return {
      withdrawalId,
      ledgerAccount: accountNamed(account).simulated.accountId,
      asset,
      network,
      address,
      amount,
      refused: one.refused !== null,
      result: one.result,
      hiddenForMs: hidesForMs(faults),
      feeHidden,
    };
  });
}

/** Whether nothing was found, and no worker ended by itself. */
export function holds(report: ChaosReport): boolean {
  return (
    report.doubleSends +
      report.lost +
      report.falseFinals +
      report.needsReviewUnjustified +
      report.refusedNeedlessly +
      report.leaks +
      report.notSearched +
      report.workersEndedThemselves ===
    0
  );
}

/** The withdrawals that a finding names, or that are alike to one that it names, as their workflows tell of them. */
export function evidenceOf(finding: Finding, played: readonly Played[]): string {
  const text = `${finding.about} ${finding.why}`;
  const named = played.filter(({ planned, result }) =>
    [planned.withdrawalId, alikeKey(planned), result?.exchangeWithdrawalId ?? planned.withdrawalId].some((word) =>
      text.includes(word),
    ),
  );
  return named
    .map(({ planned, result, problem, refused }) =>
      JSON.stringify({
        planned,
        refused,
        problem,
        settlement: result?.settlement,
        exchangeWithdrawalId: result?.exchangeWithdrawalId,
        timeline: result?.state.timeline,
      }),
    )
    .join('\n');
}

function outcomeOf({ refused, result }: Played): string {
  if (refused !== null) return 'refusedAtStart';
  if (result === null) return 'none';
  const { by, reason } = result.settlement;
  return `${result.status ?? 'nothing'} by ${by}${reason === null ? '' : ` (${reason})`}`;
}

function hitsByFault(simulators: readonly Simulator[]): Record<string, number> {
  const hitsOf = (name: FaultName): number => simulators.reduce((sum, one) => sum + one.armedFaultHits(name), 0);
  return Object.fromEntries(faultNames.map((name) => [name, hitsOf(name)] as const).filter(([, hits]) => hits > 0));
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
