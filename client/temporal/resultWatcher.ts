import pMap from 'p-map';

import type { WithdrawalResult } from '../../domain/state.ts';
import {
  ClientClosedError,
  ResultTimeoutError,
  TemporalSetupError,
  TemporalUnreachableError,
  WithdrawalClientError,
} from '../errors.ts';
import { pause } from '../pause.ts';
import type { ClosedRun, RunReader } from './runReader.ts';

export type ResultWatcher = {
  /**
   * The result of a withdrawal, once it has one. Any number may wait at once. Throws what `RunReader` throws,
   * or ResultTimeoutError.
   */
  wait(withdrawalId: string, timeoutSeconds?: number): Promise<WithdrawalResult>;
  /** Ends all waits with ClientClosedError. */
  close(): void;
};

export type WatcherTimes = {
  /** Between two looks at the list. */ readonly pollMs: number;
  /** Between direct looks at one waiter, at least. */ readonly describeMs: number;
};

type Listener = { resolve(result: WithdrawalResult): void; reject(error: unknown): void };

type Waiter = {
  readonly withdrawalId: string;
  readonly listeners: Set<Listener>;
  describeAtMs: number;
};

const concurrency = 10;
const describesPerRound = 200;
/** How late a close may show up in the list; what is later still is found by the direct looks. */
const lagMarginMs = 10_000;
const slowestRoundMs = 10_000;
/** A server that has answered may be without its namespace for so long: one that starts again was seen to be. */
const withoutSetupMs = 60_000;

/**
 * One watcher serves all waits of a client: one list query per round finds what has closed, however many wait, and a
 * slow round of direct looks covers what the list missed. Nothing is held open at the server.
 */
export function createResultWatcher(
  reader: RunReader,
  now: () => number = Date.now,
  times: WatcherTimes = { pollMs: 1_000, describeMs: 30_000 },
): ResultWatcher {
  const waiters = new Map<string, Waiter>();
  let running = false;
  let closed = false;
  let seenUntilMs = 0;
  let answeredMs = Number.NEGATIVE_INFINITY;

  async function run(): Promise<void> {
    let failures = 0;
    seenUntilMs = now();
    // Closing empties the waiters, and nobody can join afterwards.
    while (waiters.size > 0) {
      try {
        await round();
        answeredMs = now();
        failures = 0;
      } catch (error) {
        // A server that cannot be reached, or is overloaded, is no outcome: everybody goes on waiting.
        if (isLasting(error)) rejectAll(error);
        failures++;
      }
      if (waiters.size > 0 && (failures > 0 || !hasDue()))
        await pause(Math.min(slowestRoundMs, times.pollMs * 2 ** Math.min(failures, 5)));
    }
    running = false;
  }

  async function round(): Promise<void> {
    const found: ClosedRun[] = [];
    for await (const closedRun of reader.listClosed(seenUntilMs - lagMarginMs)) {
      // By the server's clock from here on, so that ours may be wrong.
      seenUntilMs = Math.max(seenUntilMs, closedRun.closedAtMs);
      if (waiters.has(closedRun.withdrawalId)) found.push(closedRun);
    }
    await pMap(found, ({ withdrawalId }) => look(withdrawalId), { concurrency });
    const due = [...waiters.values()].filter((waiter) => waiter.describeAtMs <= now()).slice(0, describesPerRound);
    await pMap(due, ({ withdrawalId }) => look(withdrawalId), { concurrency });
  }

  /** Settles the waiter if its last run has ended; a Reset or a recovery run may have followed the one that closed. */
  async function look(withdrawalId: string): Promise<void> {
    const waiter = waiters.get(withdrawalId);
    if (waiter === undefined) return;
    try {
      const result = await reader.readResult(withdrawalId);
      if (result === null)
        waiter.describeAtMs = now() + Math.max(times.describeMs, waiters.size * 50) * (0.8 + Math.random() * 0.4);
      else settle(waiter, (listener) => listener.resolve(result));
    } catch (error) {
      if (!isLasting(error)) throw error;
      settle(waiter, (listener) => listener.reject(error));
    }
  }

  function settle(waiter: Waiter, tell: (listener: Listener) => void): void {
    waiters.delete(waiter.withdrawalId);
    for (const listener of waiter.listeners) tell(listener);
  }

  /** True of what waiting longer cannot cure. */
  function isLasting(error: unknown): boolean {
    if (error instanceof TemporalSetupError) return now() - answeredMs > withoutSetupMs;
    return error instanceof WithdrawalClientError && !(error instanceof TemporalUnreachableError);
  }

  function hasDue(): boolean {
    const at = now();
    return [...waiters.values()].some((waiter) => waiter.describeAtMs <= at);
  }

  function rejectAll(error: unknown): void {
    for (const waiter of waiters.values()) settle(waiter, (listener) => listener.reject(error));
  }

  return {
    wait(withdrawalId, timeoutSeconds) {
      if (closed) return Promise.reject(new ClientClosedError());
      const waiter = waiters.get(withdrawalId) ?? { withdrawalId, listeners: new Set(), describeAtMs: 0 };
      waiters.set(withdrawalId, waiter);
      const waited = new Promise<WithdrawalResult>((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const listener = {
          resolve: (result: WithdrawalResult) => (clearTimeout(timer), resolve(result)),
          reject: (error: unknown) => (clearTimeout(timer), reject(error)),
        };
        waiter.listeners.add(listener);
        if (timeoutSeconds === undefined) return;
        // Node cuts longer timers to 1 ms.
        timer = setTimeout(
          () => giveUp(waiter, listener, timeoutSeconds),
          Math.min(timeoutSeconds * 1_000, 2 ** 31 - 1),
        );
      });
      if (!running) {
        running = true;
        void run();
      }
      return waited;
    },
    close() {
      closed = true;
      rejectAll(new ClientClosedError());
    },
  };

  function giveUp(waiter: Waiter, listener: Listener, timeoutSeconds: number): void {
    waiter.listeners.delete(listener);
    if (waiter.listeners.size === 0) waiters.delete(waiter.withdrawalId);
    listener.reject(new ResultTimeoutError(waiter.withdrawalId, timeoutSeconds));
  }
}
