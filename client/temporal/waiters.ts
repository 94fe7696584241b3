import type { WithdrawalResult } from '../../domain/state.ts';
import { ResultTimeoutError } from '../errors.ts';

type Listener = { resolve(result: WithdrawalResult): void; reject(error: unknown): void };

/** Node fires a timer that is set for longer after 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** One withdrawal that is waited for, by any number of listeners. */
export type Waiter = {
  readonly withdrawalId: string;
  readonly listeners: Set<Listener>;
  /** When to look at its run directly, Unix ms. */
  describeAtMs: number;
};

/** The withdrawals that are waited for. */
export class Waiters {
  private readonly byId = new Map<string, Waiter>();

  get size(): number {
    return this.byId.size;
  }

  find(withdrawalId: string): Waiter | null {
    return this.byId.get(withdrawalId) ?? null;
  }

  /** The waiters whose direct look is due. */
  due(nowMs: number): readonly Waiter[] {
    return [...this.byId.values()].filter((waiter) => waiter.describeAtMs <= nowMs);
  }

  /** Resolves with the result once the waiter is settled. Throws ResultTimeoutError after `timeoutSeconds`. */
  listen(withdrawalId: string, timeoutSeconds: number | undefined): Promise<WithdrawalResult> {
    const waiter = this.find(withdrawalId) ?? { withdrawalId, listeners: new Set(), describeAtMs: 0 };
    this.byId.set(withdrawalId, waiter);
    return new Promise<WithdrawalResult>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const listener = {
        resolve: (result: WithdrawalResult) => (clearTimeout(timer), resolve(result)),
        reject: (error: unknown) => (clearTimeout(timer), reject(error)),
      };
      waiter.listeners.add(listener);
      if (timeoutSeconds === undefined) return;
      const timeoutMs = Math.min(timeoutSeconds * 1_000, longestTimerMs);
      timer = setTimeout(() => this.giveUp(waiter, listener, timeoutSeconds), timeoutMs);
    });
  }

  resolve(waiter: Waiter, result: WithdrawalResult): void {
    this.byId.delete(waiter.withdrawalId);
    for (const listener of waiter.listeners) listener.resolve(result);
  }

  reject(waiter: Waiter, error: unknown): void {
    this.byId.delete(waiter.withdrawalId);
    for (const listener of waiter.listeners) listener.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const waiter of this.byId.values()) this.reject(waiter, error);
  }

  private giveUp(waiter: Waiter, listener: Listener, timeoutSeconds: number): void {
    waiter.listeners.delete(listener);
    if (waiter.listeners.size === 0) this.byId.delete(waiter.withdrawalId);
    listener.reject(new ResultTimeoutError(waiter.withdrawalId, timeoutSeconds));
  }
}
