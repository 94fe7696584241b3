import { failsForAll } from '../../domain/failsForAll.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../exchange.ts';
import { nextStatusStep } from './nextStatusStep.ts';

export type StatusPage<Cursor> = {
  readonly records: readonly WithdrawalRecord[];
  readonly unreadableIds: readonly string[];
  readonly unreadableRows: number;
  /** Null after the last page. */
  readonly next: Cursor | null;
};

export type StatusSource<Cursor> = {
  readonly readPage: (cursor: Cursor | null) => Promise<StatusPage<Cursor>>;
  /**
   * `absent`: this way of asking does not show it. `unreadable`: it was shown, but could not be read. Null
   * where this withdrawal cannot be asked for alone.
   */
  readonly readOne: (open: OpenWithdrawal) => Promise<WithdrawalRecord | 'absent' | 'unreadable'> | null;
  /** True where an answer to `readOne` is about the exchange's id itself, so that pages need not confirm it. */
  readonly oneProvesAbsence: boolean;
  readonly nowMs: () => number;
};

/** A read goes no further back than this many pages; the rest is `notRead`. */
const maximumPages = 1_000;
/** So many that cannot be asked for, one after another, and it is the exchange that is in trouble and not they. */
const toleratedFailures = 3;
/**
 * Where pages break off, so many are still asked for by themselves: those first in the list, so that over
 * some reads all come to their turn.
 */
const askedAfterFailure = 10;

/**
 * Reads many statuses with about as few requests as can be: pages, newest first, back to the oldest open one,
 * or one by one. A failure leaves what was not reached in `notRead`: of one asked for alone, only itself.
 * Throws ExchangeError only if nothing at all was read. Nothing counts as looked for and not shown until it
 * was asked for by itself, where that is possible.
 */
export async function readStatusesBy<Cursor>(
  open: readonly OpenWithdrawal[],
  source: StatusSource<Cursor>,
  onRecords?: StatusReadContext['onRecords'],
): Promise<StatusRead> {
  const pending = new Map(open.map((one) => [one.exchangeWithdrawalId, one]));
  const records: WithdrawalRecord[] = [];
  const unreadable: string[] = [];
  const asked = new Set<string>();
  /** A row shown twice says nothing about the order. */
  const seen = new Set<string>();
  const canAsk = new Map<string, boolean>();
  const failed = new Set<string>();
  const failures = { ofOnes: 0, ofPages: 0, last: null as ExchangeError | null };
  const pages = {
    read: 0,
    cursor: null as Cursor | null,
    ended: false,
    ordered: true,
    descends: false,
    newestMs: source.nowMs(),
    downToMs: Number.POSITIVE_INFINITY,
    unreadableRows: 0,
  };
  let reads = 0;

  // No document promises newest first: it is believed once it was seen and not contradicted.
  const isCovered = (one: OpenWithdrawal) => pages.ended || (pages.descends && pages.downToMs < one.notBeforeMs);
  const reachOf = (one: OpenWithdrawal) => one.createdAtMs ?? one.acceptedAtMs ?? one.notBeforeMs;
  const isAskable = (one: OpenWithdrawal) =>
    !asked.has(one.exchangeWithdrawalId) && canAsk.get(one.exchangeWithdrawalId) !== false;

  function take(record: WithdrawalRecord): void {
    if (pending.delete(record.exchangeWithdrawalId)) records.push(record);
  }

  /** Remembers what failed; throws what is no single answer's fault. */
  function note(error: unknown): void {
    if (!(error instanceof ExchangeError) || failsForAll.has(error.reason)) throw error;
    failures.last = error;
  }

  async function readPage(): Promise<void> {
    const page = await source.readPage(pages.cursor).catch(note);
    if (page === undefined) return void (failures.ofPages += 1);
    reads += 1;
    onRecords?.(page.records);
    pages.read += 1;
    pages.unreadableRows += page.unreadableRows;
    for (const record of page.records) {
      take(record);
      if (record.createdAtMs === null || seen.has(record.exchangeWithdrawalId)) continue;
      seen.add(record.exchangeWithdrawalId);
      if (record.createdAtMs > pages.downToMs) pages.ordered = false;
      if (record.createdAtMs < pages.downToMs && Number.isFinite(pages.downToMs)) pages.descends = true;
      pages.downToMs = Math.min(pages.downToMs, record.createdAtMs);
    }
    // Out of order, so how far back a page reaches proves nothing: only the end does.
    if (!pages.ordered) pages.downToMs = Number.POSITIVE_INFINITY;
    for (const id of page.unreadableIds) if (pending.delete(id)) unreadable.push(id);
    pages.cursor = page.next;
    pages.ended = page.next === null;
  }

  async function readOne(one: OpenWithdrawal): Promise<void> {
    const reading = source.readOne(one);
    if (reading === null) return void canAsk.set(one.exchangeWithdrawalId, false);
    asked.add(one.exchangeWithdrawalId);
    const found = await reading.catch(note);
    if (found === undefined) {
      failures.ofOnes += 1;
      failed.add(one.exchangeWithdrawalId);
      return;
    }
    reads += 1;
    failures.ofOnes = 0;
    if (typeof found !== 'string') onRecords?.([found]);
    if (found === 'unreadable') {
      pending.delete(one.exchangeWithdrawalId);
      unreadable.push(one.exchangeWithdrawalId);
    } else if (found !== 'absent') take(found);
    else if (source.oneProvesAbsence) pending.delete(one.exchangeWithdrawalId);
  }

  async function readOnes(): Promise<void> {
    for (const one of [...pending.values()].filter(isAskable)) {
      if (failures.ofOnes >= toleratedFailures || (failures.ofPages > 0 && asked.size >= askedAfterFailure)) return;
      await readOne(one);
    }
  }

  function nextStep(): 'page' | 'one by one' | 'done' {
    const left = [...pending.values()].filter((one) => !failed.has(one.exchangeWithdrawalId));
    if (failures.ofOnes >= toleratedFailures) return 'done';
    if (failures.ofPages > 0) return left.some(isAskable) && asked.size < askedAfterFailure ? 'one by one' : 'done';
    const askable = left.filter(isAskable).length;
    const uncovered = left.filter((one) => !isCovered(one));
    if (uncovered.length === 0) return askable > 0 ? 'one by one' : 'done';
    if (askable === 0) return pages.read < maximumPages ? 'page' : 'done';
    const reachedMs = Number.isFinite(pages.downToMs) ? pages.downToMs : pages.newestMs;
    const leftMs = uncovered.filter(isAskable).map((one) => reachedMs - reachOf(one));
    return nextStatusStep({ leftMs, pagesRead: pages.read, coveredMs: pages.newestMs - reachedMs });
  }

  try {
    for (let step = nextStep(); step !== 'done'; step = nextStep()) {
      if (step === 'page') await readPage();
      else await readOnes();
    }
  } catch (error) {
    if (reads === 0 || !(error instanceof ExchangeError)) throw error;
    return { records, unreadable, notRead: [...pending.keys()] };
  }
  if (reads === 0 && failures.last !== null) throw failures.last;
  // A row without a readable id could be any of those that only pages can show.
  const unsure = [...pending.values()].filter(
    (one) => failed.has(one.exchangeWithdrawalId) || !isCovered(one) || pages.unreadableRows > 0,
  );
  return { records, unreadable, notRead: unsure.map((one) => one.exchangeWithdrawalId) };
}
