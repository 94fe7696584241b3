/** A row of the wallet's history that is no withdrawal. */
export type JournalRow = {
  accountId: string;
  orderId: string;
  type: string;
  currency: string;
  amount: string;
  timestamp: number;
};

export type Journal = {
  add(row: Omit<JournalRow, 'orderId'>): void;
  of(accountId: string): JournalRow[];
};

/** Deposits, transfers and conversions, with ids of their own. */
export function createJournal(): Journal {
  const rows: JournalRow[] = [];
  let nextId = 10_000_000_000_000_001n;
  return {
    add(row) {
      rows.push({ ...row, orderId: String(nextId) });
      nextId += 1n;
    },
    of: (accountId) => rows.filter((row) => row.accountId === accountId),
  };
}
