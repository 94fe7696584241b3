import type { FaultRecord } from './armedFaults.ts';
import type { ExchangeState } from './exchangeApi.ts';
import type { RequestPoint } from './faults.ts';
import type { LedgerEntry, ScriptStatus } from './ledger.ts';
import { isFinal } from './script.ts';

/** A record as a read shows it: as it is, or as the armed faults make it. */
export type ShownRecord = LedgerEntry & { feeHidden: boolean };

export function toFaultRecord(entry: LedgerEntry): FaultRecord {
  return { ...entry, isFinal: isFinal(entry.status) };
}

/** Shows withdrawals as reads of the exchange do, with the armed faults applied. */
export function createRecordView(state: ExchangeState, unknownStatus: string) {
  const { armedFaults } = state;
  /** How often each record was struck by `statusFlapping`. */
  const flaps = new Map<string, number>();

  function shownStatus(entry: LedgerEntry, point: RequestPoint, record: FaultRecord): ScriptStatus {
    if (armedFaults.spoils('unknownStatus', point, record)) return { raw: unknownStatus };
    if (!armedFaults.spoils('statusFlapping', point, record)) return entry.status;
    const turn = flaps.get(entry.exchangeWithdrawalId) ?? 0;
    flaps.set(entry.exchangeWithdrawalId, turn + 1);
    if (turn % 2 === 1) return entry.status;
    return isFinal(entry.status) ? 'pending' : 'failed';
  }

  /** `null`: this read does not show it. */
  function show(entry: LedgerEntry, point: RequestPoint): ShownRecord | null {
    if (!armedFaults.isArmed()) return { ...entry, feeHidden: false };
    const record = toFaultRecord(entry);
    if (armedFaults.spoils('historyLag', point, record) || armedFaults.spoils('recordMissing', point, record))
      return null;
    return {
      ...entry,
      status: shownStatus(entry, point, record),
      feeHidden: armedFaults.spoils('feeNullWhilePending', point, record),
    };
  }

  return {
    show,
    showAll: (entries: readonly LedgerEntry[], point: RequestPoint): ShownRecord[] =>
      entries.map((entry) => show(entry, point)).filter((shown) => shown !== null),
    /** Whether this list answer is to be given twice. */
    isDuplicated: (entries: readonly LedgerEntry[], point: RequestPoint): boolean =>
      armedFaults.isArmed() &&
      entries.some((entry) => armedFaults.spoils('duplicatePage', point, toFaultRecord(entry))),
  };
}

export type RecordView = ReturnType<typeof createRecordView>;
