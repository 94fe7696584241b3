import type { WithdrawalResult } from '../../domain/state.ts';

/** How a withdrawal must end, whoever died on the way. */
export type CrashEnd = 'delivered' | 'cancelled' | 'neverSent' | 'confirmedNotSent' | 'refused';

/** What the exchange's ledger holds for one address. */
export type LedgerCount = { readonly accepted: number; readonly left: number };

type Expected = {
  readonly status: string | null;
  readonly moneyLeft: string;
  readonly by: string;
  readonly accepted: number;
  readonly left: number;
};

const ends: Readonly<Record<CrashEnd, Expected>> = {
  delivered: { status: 'L1_COMPLETED', moneyLeft: 'yes', by: 'record', accepted: 1, left: 1 },
  cancelled: { status: 'CANCELLED', moneyLeft: 'no', by: 'record', accepted: 1, left: 0 },
  neverSent: { status: null, moneyLeft: 'no', by: 'cancelBeforeSubmit', accepted: 0, left: 0 },
  confirmedNotSent: { status: 'FAILED', moneyLeft: 'no', by: 'resolution', accepted: 0, left: 0 },
  refused: { status: null, moneyLeft: 'no', by: 'validation', accepted: 0, left: 0 },
};

/** Holds result and ledger against what must have come of it; one sentence for each difference. */
export function judgeCrash(end: CrashEnd, result: WithdrawalResult, ledger: LedgerCount): string[] {
  const expected = ends[end];
  const found: Expected = { status: result.status, moneyLeft: result.moneyLeft, by: result.settlement.by, ...ledger };
  return (Object.keys(expected) as (keyof Expected)[])
    .filter((field) => found[field] !== expected[field])
    .map((field) => `${field} is ${String(found[field])}, expected ${String(expected[field])}`);
}
