import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../exchange.ts';
import { nextStatusStep } from '../reads/nextStatusStep.ts';
import type { BtseHistory, HistoryPage } from './history.ts';

/**
 * Reads the history back to the oldest of these withdrawals, until all are seen or to its end: nothing can be asked
 * for by id, and no order of rows is documented. Where the time of creation of each is known, and that takes fewer
 * requests, each is first looked for at its own time; that alone proves no absence. Throws ExchangeError; may be
 * repeated.
 */
export async function readStatuses(
  history: BtseHistory,
  open: readonly OpenWithdrawal[],
  context: StatusReadContext,
  nowMs: () => number,
): Promise<StatusRead> {
  const pending = new Map(open.map((one) => [one.exchangeWithdrawalId, one]));
  const records: WithdrawalRecord[] = [];
  const unreadable: string[] = [];
  const startedAtMs = nowMs();
  let pages = 0;
  let isProof = true;

  function take(page: HistoryPage): void {
    pages += 1;
    // A row without a readable id could be any of those that are looked for.
    if (page.unreadableRows > 0) isProof = false;
    for (const record of page.records) if (pending.delete(record.exchangeWithdrawalId)) records.push(record);
    for (const id of page.unreadableIds) if (pending.delete(id)) unreadable.push(id);
    context.onRecords?.(page.records);
  }

  /** True where looking for each at its own time takes fewer requests than reading on from where the pages reach. */
  function isFewerOneByOne(pagesRead: number, reachedMs: number): boolean {
    const left = [...pending.values()];
    if (!left.every(isDated)) return false;
    const leftMs = left.map((one) => reachedMs - (one.createdAtMs ?? 0));
    return nextStatusStep({ leftMs, pagesRead, coveredMs: startedAtMs - reachedMs }) === 'one by one';
  }

  async function readOneByOne(): Promise<void> {
    for (const { exchangeWithdrawalId: id, createdAtMs } of pending.values()) {
      if (createdAtMs !== undefined && pending.has(id)) await readBetween(createdAtMs, createdAtMs);
    }
  }

  const readBetween = (fromMs: number, toMs: number | null, isEnough = (_page: HistoryPage) => false) =>
    history.readWindow(fromMs, toMs, context, (page) => {
      take(page);
      return pending.size === 0 || isEnough(page) ? 'enough' : 'more';
    });

  try {
    // They are tried one by one at most once: at the start, or after the first page.
    let hasTriedOneByOne = isFewerOneByOne(0, startedAtMs);
    if (hasTriedOneByOne) await readOneByOne();
    while (pending.size > 0) {
      let brokenOff = false;
      const oldestMs = Math.min(...[...pending.values()].map((one) => one.notBeforeMs));
      const read = await readBetween(oldestMs, null, (page) => {
        const reachedMs = Math.min(...page.timesMs, startedAtMs);
        brokenOff = !hasTriedOneByOne && page.length > 0 && isFewerOneByOne(1, reachedMs);
        hasTriedOneByOne = true;
        return brokenOff;
      });
      if (!brokenOff) {
        isProof &&= read.complete;
        break;
      }
      await readOneByOne();
    }
  } catch (error) {
    if (pages === 0 || !(error instanceof ExchangeError) || error.reason === 'authRefused') throw error;
    isProof = false;
  }
  return { records, unreadable, notRead: isProof ? [] : [...pending.keys()] };
}

function isDated(one: OpenWithdrawal): boolean {
  return one.createdAtMs !== undefined;
}
