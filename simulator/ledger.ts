import { isSameMoney } from './money.ts';

export type ExchangeName = 'bigone' | 'bitunix' | 'btse' | 'edgex';

/**
 * `{ raw }` is shown on the wire verbatim. `broadcast` = still pending there, with a txid; `verification` =
 * waits for a person in the app.
 */
export type ScriptStatus =
  | 'pending'
  | 'verification'
  | 'broadcast'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | { raw: string };

export type LedgerEntry = {
  readonly exchange: ExchangeName;
  readonly accountId: string;
  readonly exchangeWithdrawalId: string;
  /** The client's id exactly as received; `null` where none was given. */
  readonly clientWithdrawalId: string | null;
  /** `inside_transfer`: to another user of the same exchange. */
  readonly kind: 'on_chain' | 'off_chain' | 'internal' | 'inside_transfer';
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  /** As requested, text. */
  readonly amount: string;
  readonly receivedAmount: string;
  readonly fee: string;
  readonly status: ScriptStatus;
  readonly acceptedAtMs: number;
  readonly updatedAtMs: number;
  /** When the money left: when it was broadcast, or completed. */
  readonly leftAtMs: number | null;
  /** When the money came back to the account. */
  readonly returnedAtMs: number | null;
  /** Where the money is now. */
  readonly money: 'locked' | 'left' | 'returned';
  readonly txid: string | null;
  /** Made by hand in the exchange's app. */
  readonly foreign: boolean;
  /** The fault that struck the request by which it was accepted. */
  readonly viaFault: string | null;
};

export type FaultMatch = Partial<
  Pick<LedgerEntry, 'address' | 'asset' | 'amount' | 'memo' | 'clientWithdrawalId' | 'accountId'>
>;
export type LedgerEvent = { kind: 'accepted' | 'left' | 'returned' | 'status'; entry: LedgerEntry };

/** All that the exchange accepted, and what left: what tests judge by. Only the exchange itself writes it. */
export type Ledger = {
  entries(): LedgerEntry[];
  /** All that were accepted, whatever came of them. */
  accepted(match?: FaultMatch): LedgerEntry[];
  /** Those whose money has left and has not come back. */
  left(match?: FaultMatch): LedgerEntry[];
  find(match: FaultMatch): LedgerEntry | undefined;
  get(exchangeWithdrawalId: string): LedgerEntry | undefined;
  /** Calls the listener after every change, in order. The function that it returns ends that. */
  subscribe(listener: (event: LedgerEvent) => void): () => void;
};

export type LedgerWriter = Ledger & {
  accept(entry: LedgerEntry): void;
  change(exchangeWithdrawalId: string, kind: LedgerEvent['kind'], patch: Partial<LedgerEntry>): LedgerEntry;
};

/** Whether the given fields fit; amounts compare as numbers (`20` fits `20.00`), everything else as text. */
export function matches(match: FaultMatch | undefined, subject: FaultMatch): boolean {
  return Object.entries(match ?? {}).every(([field, wanted]) => {
    const found = subject[field as keyof FaultMatch];
    if (field === 'amount' && typeof wanted === 'string' && typeof found === 'string')
      return isSameMoney(wanted, found);
    return wanted === found;
  });
}

export function createLedger(): LedgerWriter {
  const entries = new Map<string, LedgerEntry>();
  const listeners = new Set<(event: LedgerEvent) => void>();

  const all = () => [...entries.values()];
  const matching = (match?: FaultMatch) => all().filter((entry) => matches(match, entry));

  function record(kind: LedgerEvent['kind'], entry: LedgerEntry): LedgerEntry {
    const kept = Object.freeze({ ...entry });
    entries.set(kept.exchangeWithdrawalId, kept);
    for (const listener of listeners) listener({ kind, entry: kept });
    return kept;
  }

  return {
    entries: all,
    accepted: matching,
    left: (match) => matching(match).filter((entry) => entry.money === 'left'),
    find: (match) => matching(match)[0],
    get: (exchangeWithdrawalId) => entries.get(exchangeWithdrawalId),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    accept: (entry) => void record('accepted', entry),
    change(exchangeWithdrawalId, kind, patch) {
      const entry = entries.get(exchangeWithdrawalId);
      if (!entry) throw new Error(`exchangeWithdrawalId: no withdrawal ${exchangeWithdrawalId} in the ledger`);
      return record(kind, { ...entry, ...patch });
    },
  };
}
