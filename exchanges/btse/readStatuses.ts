import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../exchange.ts';
import { nextStatusStep } from '../reads/nextStatusStep.ts';
import type { BtseHistory, HistoryPage } from './history.ts';

/**
 * Nothing can be asked for alone, and no order of rows is documented: windows are read until all are seen, or
 * to their end. Whose time of creation is known is first looked for there, where that takes fewer requests;
 * that alone proves no absence.
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
    // A row without a readable id could be any of them.
    if (page.unreadableRows > 0) isProof = false;
    for (const record of page.records) if (pending.delete(record.exchangeWithdrawalId)) records.push(record);
    for (const id of page.unreadableIds) if (pending.delete(id)) unreadable.push(id);
    context.onRecords?.(page.records);
  }

  /** Whether those left are sooner found at their own times than by reading on from a page that reached back so far. */
  function isSoonerFoundAlone(pagesRead: number, reachedMs: number): boolean {
    const left = [...pending.values()];
    if (!left.every(isDated)) return false;
    return (
      nextStatusStep({
        leftMs: left.map((one) => reachedMs - (one.createdAtMs ?? 0)),
        pagesRead,
        coveredMs: startedAtMs - reachedMs,
      }) === 'one by one'
    );
  }

  async function readAlone(): Promise<void> {
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
    let triedAlone = isSoonerFoundAlone(0, startedAtMs);
    if (triedAlone) await readAlone();
    while (pending.size > 0) {
      let brokenOff = false;
      const read = await readBetween(Math.min(...[...pending.values()].map((one) => one.notBeforeMs)), null, (page) => {
        brokenOff = !triedAlone && page.length > 0 && isSoonerFoundAlone(1, Math.min(...page.timesMs, startedAtMs));
        triedAlone = true;
        return brokenOff;
      });
      if (!brokenOff) {
        isProof &&= read.complete;
        break;
      }
      await readAlone();
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
