import type { RequestPriority } from '../domain/capabilities.ts';

/** Lets requests through within the exchange's limits: urgent ones first, all of a scope held back after a 429. */
export interface LimitGate {
  /** Resolves when one request of this scope may go. Rejects only when `signal` aborts. */
  takeTurn(scope: string, priority: RequestPriority, signal?: AbortSignal): Promise<void>;
  /** Tells that the exchange refused one of this scope; everything waits until then. */
  holdBack(scope: string, forMs: number): void;
}
