import type { WithdrawalResult } from '../../domain/state.ts';
import { addressOf } from '../local/addressOf.ts';
import type { DemoPath } from './demoPath.ts';
import type { DemoWorld } from './demoWorld.ts';
import { withdrawalIdOf } from './withdrawalIdOf.ts';

export type Verdict = {
  readonly withdrawals: number;
  readonly settled: number;
  readonly needsReview: number;
  readonly ledger: { readonly accepted: number; readonly left: number; readonly duplicates: number };
  readonly mismatches: readonly string[];
};

/** Compares what the workflows say with the exchanges' ledgers. A path that threw counts as a mismatch. */
export function judgeDemo(
  world: DemoWorld,
  paths: readonly DemoPath[],
  results: readonly PromiseSettledResult<WithdrawalResult>[],
): Verdict {
  const verdicts = paths.map((path, index) => judgePath(world, path, withdrawalIdOf(path, index), results[index]));
  const sum = (pick: (one: (typeof verdicts)[number]) => number): number =>
    verdicts.reduce((total, one) => total + pick(one), 0);
  return {
    withdrawals: paths.length,
    settled: sum((one) => (one.result === null ? 0 : 1)),
    needsReview: sum((one) => (one.result?.state.phase === 'NEEDS_REVIEW' ? 1 : 0)),
    ledger: {
      accepted: sum((one) => one.accepted),
      left: sum((one) => one.left),
      duplicates: sum((one) => Math.max(0, one.accepted - 1)),
    },
    mismatches: verdicts.flatMap((one) => one.mismatches),
  };
}

/** Whether everything came out as it must, and nothing was paid twice. */
export function holds({ mismatches, ledger }: Verdict): boolean {
  return mismatches.length === 0 && ledger.duplicates === 0;
}

function judgePath(
  world: DemoWorld,
  path: DemoPath,
  withdrawalId: string,
  settled: PromiseSettledResult<WithdrawalResult> | undefined,
) {
  const { ledger } = world.simulatorOf(path.account);
  const match = { address: addressOf(withdrawalId) };
  const accepted = ledger.accepted(match).filter((entry) => !entry.foreign).length;
  const left = ledger.left(match).filter((entry) => !entry.foreign).length;
  const result = settled?.status === 'fulfilled' ? settled.value : null;
  const mismatches: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown): void => {
    if (found !== expected)
      mismatches.push(`${withdrawalId} (${path.title}): ${what} is ${String(found)}, expected ${String(expected)}`);
  };
  if (result === null)
    mismatches.push(
      `${withdrawalId} (${path.title}): ${settled?.status === 'rejected' ? String(settled.reason) : 'no result'}`,
    );
  else {
    compare('status', result.status, path.expected.status);
    compare('moneyLeft', result.moneyLeft, path.expected.moneyLeft);
    compare('cancel', result.cancel?.outcome, path.expected.cancel);
    // The purpose of the demo: the workflow says the same about the money as the exchange's ledger.
    compare('ledger, times money left', left, result.moneyLeft === 'yes' ? 1 : 0);
  }
  compare('ledger, times accepted', accepted, path.expected.accepted);
  return { result, accepted, left, mismatches };
}
