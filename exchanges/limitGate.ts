import type { RequestPriority } from '../domain/capabilities.ts';

/** One request's place under a limit. */
export type Turn = {
  /**
   * It may reach the exchange at any time until this settles, so its place stays taken that long and a
   * window's length more.
   */
  heldUntil(answer: Promise<unknown>): void;
};

/** Lets requests through within the exchange's limits: urgent ones first, all of a scope held back after a 429. */
export interface LimitGate {
  /** Resolves when one request of this scope may be sent. Rejects only when `signal` aborts. */
  takeTurn(scope: string, priority: RequestPriority, signal?: AbortSignal): Promise<Turn | void>;
  /** Call it when the exchange refused a request of this scope as too many: all of the scope wait so long. */
  holdBack(scope: string, forMs: number): void;
}
