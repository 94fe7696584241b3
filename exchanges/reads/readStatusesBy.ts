import { failsForAll } from '../../domain/failsForAll.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../errors.ts';
import type { OpenWithdrawal, StatusRead, StatusReadContext } from '../exchange.ts';
import { nextStatusStep } from './nextStatusStep.ts';
import { createPageCoverage } from './pageCoverage.ts';

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
   * Asks for one withdrawal alone; null where that is not possible. `absent`: the answer does not show it.
   * `unreadable`: it is shown, but could not be read.
   */
  readonly readOne: (open: OpenWithdrawal) => Promise<WithdrawalRecord | 'absent' | 'unreadable'> | null;
  /** True where an answer to `readOne` is about the exchange's id itself, so that pages need not confirm it. */
  readonly oneProvesAbsence: boolean;
  readonly nowMs: () => number;
};

/** A read goes no further back than this many pages; the rest is `notRead`. */
const maximumPages = 1_000;
/** After so many failures of `readOne` in a row it is the exchange that is in trouble: the rest is not asked for. */
const toleratedFailures = 3;
/**
 * Once a page has failed, at most so many are asked for alone: the first of the list, so that over some reads
 * each comes to its turn.
 */
const askedAfterPageFailure = 10;

/**
 * Reads many statuses with about as few requests as can be: by pages, newest first, back to the oldest open
 * withdrawal, or one by one. A failed page leaves what it would have shown in `notRead`; a failed `readOne` leaves
 * only its own withdrawal there. A withdrawal counts as looked for and not shown only after it was asked for alone,
 * where that is possible. Throws ExchangeError only if nothing at all was read.
 */
export async function readStatusesBy<Cursor>(
  open: readonly OpenWithdrawal[],
  source: StatusSource<Cursor>,
  onRecords?: StatusReadContext['onRecords'],
): Promise<StatusRead> {
  const newestMs = source.nowMs();
  const coverage = createPageCoverage(newestMs);
  const pending = new Map(open.map((one) => [one.exchangeWithdrawalId, one]));
  const records: WithdrawalRecord[] = [];
  const unreadable: string[] = [];
  const asked = new Set<string>();
  const cannotBeAsked = new Set<string>();
  const failed = new Set<string>();
  const pages = { read: 0, cursor: null as Cursor | null, ended: false, failed: false, unreadableRows: 0 };
  const failures = { inARow: 0, last: null as ExchangeError | null };
  let answers = 0;

  const isCovered = (one: OpenWithdrawal) => pages.ended || coverage.covers(one.notBeforeMs);
  const isAskable = ({ exchangeWithdrawalId: id }: OpenWithdrawal) => !asked.has(id) && !cannotBeAsked.has(id);
  const exchangeIsInTrouble = () => failures.inARow >= toleratedFailures;
  const mayAskMore = () => !exchangeIsInTrouble() && (!pages.failed || asked.size < askedAfterPageFailure);

  function take(record: WithdrawalRecord): void {
    if (pending.delete(record.exchangeWithdrawalId)) records.push(record);
  }
  function takeUnreadable(id: string): void {
    if (pending.delete(id)) unreadable.push(id);
  }

  /** Keeps a failure of this one request; throws one that all requests would share. */
  function keepFailure(error: unknown): void {
    if (!(error instanceof ExchangeError) || failsForAll.has(error.reason)) throw error;
    failures.last = error;
  }

  async function readPage(): Promise<void> {
    const page = await source.readPage(pages.cursor).catch(keepFailure);
    if (page === undefined) {
      pages.failed = true;
      return;
    }
    answers += 1;
    onRecords?.(page.records);
    pages.read += 1;
    pages.unreadableRows += page.unreadableRows;
    pages.cursor = page.next;
    pages.ended = page.next === null;
    coverage.add(page.records);
    for (const record of page.records) take(record);
    for (const id of page.unreadableIds) takeUnreadable(id);
  }

  async function readOne(one: OpenWithdrawal): Promise<void> {
    const id = one.exchangeWithdrawalId;
    const reading = source.readOne(one);
    if (reading === null) {
      cannotBeAsked.add(id);
      return;
    }
    asked.add(id);
    const found = await reading.catch(keepFailure);
    if (found === undefined) {
      failures.inARow += 1;
      failed.add(id);
      return;
    }
    answers += 1;
    failures.inARow = 0;
    if (typeof found !== 'string') onRecords?.([found]);
    if (found === 'unreadable') takeUnreadable(id);
    else if (found !== 'absent') take(found);
    else if (source.oneProvesAbsence) pending.delete(id);
  }

  async function readOnes(): Promise<void> {
    for (const one of [...pending.values()].filter(isAskable)) {
      if (!mayAskMore()) return;
      await readOne(one);
    }
  }

  function nextStep(): 'page' | 'one by one' | 'done' {
    if (exchangeIsInTrouble()) return 'done';
    const left = [...pending.values()].filter((one) => !failed.has(one.exchangeWithdrawalId));
    const askable = left.filter(isAskable);
    const askOrStop = askable.length > 0 && mayAskMore() ? 'one by one' : 'done';
    if (pages.failed) return askOrStop;
    const uncovered = left.filter((one) => !isCovered(one));
    if (uncovered.length === 0) return askOrStop;
    if (askable.length === 0) return pages.read < maximumPages ? 'page' : 'done';
    const reachedMs = coverage.reachedMs();
    return nextStatusStep({
      leftMs: uncovered.filter(isAskable).map((one) => reachedMs - createdAbout(one)),
      pagesRead: pages.read,
      coveredMs: newestMs - reachedMs,
    });
  }

  try {
    for (let step = nextStep(); step !== 'done'; step = nextStep()) {
      if (step === 'page') await readPage();
      else await readOnes();
    }
  } catch (error) {
    if (answers === 0 || !(error instanceof ExchangeError)) throw error;
    return { records, unreadable, notRead: [...pending.keys()] };
  }
  if (answers === 0 && failures.last !== null) throw failures.last;
  // A row without a readable id could be any of those that only pages can show.
  const unsure = [...pending.values()].filter(
    (one) => failed.has(one.exchangeWithdrawalId) || !isCovered(one) || pages.unreadableRows > 0,
  );
  return { records, unreadable, notRead: unsure.map((one) => one.exchangeWithdrawalId) };
}

/** Unix milliseconds; only for planning. */
function createdAbout({ createdAtMs, acceptedAtMs, notBeforeMs }: OpenWithdrawal): number {
  return createdAtMs ?? acceptedAtMs ?? notBeforeMs;
}
