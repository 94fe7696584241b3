import pMap from 'p-map';

import type { WithdrawalResult } from '../../domain/state.ts';
import { ClientClosedError, TemporalSetupError, TemporalUnreachableError, WithdrawalClientError } from '../errors.ts';
import { pause } from '../pause.ts';
import type { ClosedRun, RunReader } from './runReader.ts';
import { Waiters } from './waiters.ts';

export type ResultWatcher = {
  /**
   * Resolves with the result of a withdrawal once it has one. Any number of callers may wait at once. Throws what
   * `RunReader` throws, or ResultTimeoutError.
   */
  wait(withdrawalId: string, timeoutSeconds?: number): Promise<WithdrawalResult>;
  /** Ends all waits with ClientClosedError. */
  close(): void;
};

export type WatcherTimes = {
  /** Between two reads of the list. */
  readonly pollMs: number;
  /** At least this long between direct looks at one withdrawal. */
  readonly describeMs: number;
};

const concurrency = 10;
const describesPerRound = 200;
/** How late a closed run may show up in the list. The direct looks find what shows up later still. */
const lagMarginMs = 10_000;
const slowestRoundMs = 10_000;
/** How long a server that has answered may be without its namespace: this happens while it starts again. */
const withoutSetupMs = 60_000;

/**
 * One watcher serves all waits of a client. Each round reads once which runs have closed, however many callers wait.
 * Slow direct looks find what the list missed. The server holds no open calls for it.
 */
export function createResultWatcher(
  reader: RunReader,
  now: () => number = Date.now,
  times: WatcherTimes = { pollMs: 1_000, describeMs: 30_000 },
): ResultWatcher {
  const waiters = new Waiters();
  let running = false;
  let closed = false;
  let seenUntilMs = 0;
  let answeredMs = Number.NEGATIVE_INFINITY;

  async function run(): Promise<void> {
    let failures = 0;
    seenUntilMs = now();
    // `close` empties the waiters, and nobody can wait afterwards.
    while (waiters.size > 0) {
      try {
        await round();
        answeredMs = now();
        failures = 0;
      } catch (error) {
        // A server that is overloaded or cannot be reached is no outcome, so everybody goes on waiting.
        if (isLasting(error)) waiters.rejectAll(error);
        failures++;
      }
      if (waiters.size > 0 && (failures > 0 || waiters.due(now()).length === 0))
        await pause(Math.min(slowestRoundMs, times.pollMs * 2 ** Math.min(failures, 5)));
    }
    running = false;
  }

  async function round(): Promise<void> {
    const found: ClosedRun[] = [];
    for await (const closedRun of reader.listClosed(seenUntilMs - lagMarginMs)) {
      // From here on by the server's clock, so that ours may be wrong.
      seenUntilMs = Math.max(seenUntilMs, closedRun.closedAtMs);
      if (waiters.find(closedRun.withdrawalId) !== null) found.push(closedRun);
    }
    await pMap(found, ({ withdrawalId }) => look(withdrawalId), { concurrency });
    const due = waiters.due(now()).slice(0, describesPerRound);
    await pMap(due, ({ withdrawalId }) => look(withdrawalId), { concurrency });
  }

  /** Settles the waiter if the last run has ended. After the run that closed, a Reset or a recovery run may follow. */
  async function look(withdrawalId: string): Promise<void> {
    const waiter = waiters.find(withdrawalId);
    if (waiter === null) return;
    try {
      const result = await reader.readResult(withdrawalId);
      if (result === null) waiter.describeAtMs = now() + describePauseMs();
      else waiters.resolve(waiter, result);
    } catch (error) {
      if (!isLasting(error)) throw error;
      waiters.reject(waiter, error);
    }
  }

  /** Longer with many waiters, and spread by ± 20 % so that they do not come all at once. */
  function describePauseMs(): number {
    return Math.max(times.describeMs, waiters.size * 50) * (0.8 + Math.random() * 0.4);
  }

  /** True for an error that does not go away by waiting. */
  function isLasting(error: unknown): boolean {
    if (error instanceof TemporalSetupError) return now() - answeredMs > withoutSetupMs;
    return error instanceof WithdrawalClientError && !(error instanceof TemporalUnreachableError);
  }

  return {
    wait(withdrawalId, timeoutSeconds) {
      if (closed) return Promise.reject(new ClientClosedError());
      const waited = waiters.listen(withdrawalId, timeoutSeconds);
      if (!running) {
        running = true;
        void run();
      }
      return waited;
    },
    close() {
      closed = true;
      waiters.rejectAll(new ClientClosedError());
    },
  };
}
