import type { FaultRecord } from './armedFaults.ts';
import type { ExchangeState } from './exchangeApi.ts';
import type { RequestPoint } from './faults.ts';
import type { LedgerEntry, ScriptStatus } from './ledger.ts';
import { isFinal } from './script.ts';

/** A record as a read sees it: the truth, or what the armed faults make of it. */
export type SeenRecord = LedgerEntry & { feeHidden: boolean };

export function toFaultRecord(entry: LedgerEntry): FaultRecord {
  return { ...entry, isFinal: isFinal(entry.status) };
}

/** Reads withdrawals the way an outsider may see them. */
export function createSight(state: ExchangeState, unknownStatus: string) {
  const { armedFaults } = state;
  const flaps = new Map<string, number>();

  function statusSeen(entry: LedgerEntry, point: RequestPoint, record: FaultRecord): ScriptStatus {
    if (armedFaults.spoils('unknownStatus', point, record)) return { raw: unknownStatus };
    if (!armedFaults.spoils('statusFlapping', point, record)) return entry.status;
    const turn = flaps.get(entry.exchangeWithdrawalId) ?? 0;
    flaps.set(entry.exchangeWithdrawalId, turn + 1);
    if (turn % 2 === 1) return entry.status;
    return isFinal(entry.status) ? 'pending' : 'failed';
  }

  /** `null`: this read does not see it. */
  function see(entry: LedgerEntry, point: RequestPoint): SeenRecord | null {
    if (!armedFaults.isArmed()) return { ...entry, feeHidden: false };
    const record = toFaultRecord(entry);
    if (armedFaults.spoils('historyLag', point, record) || armedFaults.spoils('recordMissing', point, record))
      return null;
    return {
      ...entry,
      status: statusSeen(entry, point, record),
      feeHidden: armedFaults.spoils('feeNullWhilePending', point, record),
    };
  }

  return {
    see,
    seeAll: (entries: readonly LedgerEntry[], point: RequestPoint): SeenRecord[] =>
      entries.map((entry) => see(entry, point)).filter((seen) => seen !== null),
    /** Whether this list answer is to be given twice. */
    isDuplicated: (entries: readonly LedgerEntry[], point: RequestPoint): boolean =>
      armedFaults.isArmed() &&
      entries.some((entry) => armedFaults.spoils('duplicatePage', point, toFaultRecord(entry))),
  };
}

export type Sight = ReturnType<typeof createSight>;
