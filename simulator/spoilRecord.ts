import type { FaultRecord } from './armoury.ts';
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
  const { armoury } = state;
  const flaps = new Map<string, number>();

  function statusSeen(entry: LedgerEntry, point: RequestPoint, record: FaultRecord): ScriptStatus {
    if (armoury.spoils('unknownStatus', point, record)) return { raw: unknownStatus };
    if (!armoury.spoils('statusFlapping', point, record)) return entry.status;
    const turn = flaps.get(entry.exchangeWithdrawalId) ?? 0;
    flaps.set(entry.exchangeWithdrawalId, turn + 1);
    if (turn % 2 === 1) return entry.status;
    return isFinal(entry.status) ? 'pending' : 'failed';
  }

  /** `null`: this read does not see it. */
  function see(entry: LedgerEntry, point: RequestPoint): SeenRecord | null {
    if (!armoury.isArmed()) return { ...entry, feeHidden: false };
    const record = toFaultRecord(entry);
    if (armoury.spoils('historyLag', point, record) || armoury.spoils('recordMissing', point, record)) return null;
    return {
      ...entry,
      status: statusSeen(entry, point, record),
      feeHidden: armoury.spoils('feeNullWhilePending', point, record),
    };
  }

  return {
    see,
    seeAll: (entries: readonly LedgerEntry[], point: RequestPoint): SeenRecord[] =>
      entries.map((entry) => see(entry, point)).filter((seen) => seen !== null),
    /** Whether this list answer is to be given twice. */
    isDuplicated: (entries: readonly LedgerEntry[], point: RequestPoint): boolean =>
      armoury.isArmed() && entries.some((entry) => armoury.spoils('duplicatePage', point, toFaultRecord(entry))),
  };
}

export type Sight = ReturnType<typeof createSight>;
