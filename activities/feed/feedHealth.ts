import type { HealthReport } from '../../domain/accountState.ts';
import { ExchangeError } from '../../exchanges/errors.ts';

export type FeedHealthReport = Omit<HealthReport, 'worker'>;

export type FeedHealth = {
  /** A read failed. */
  failed(error: unknown): void;
  /** A read succeeded. */
  succeeded(): void;
  /** Failures without a success between: how many, since when, and the last one's words. */
  readonly trouble: () => { readonly count: number; readonly sinceMs: number; readonly message: string } | null;
};

/** Tells once that reads have failed for `afterMs`, and once that they work again. */
export function createFeedHealth(input: {
  readonly nowMs: () => number;
  readonly afterMs: number;
  readonly onHealth: (report: FeedHealthReport) => void;
}): FeedHealth {
  let trouble: { count: number; sinceMs: number; message: string } | null = null;
  let told: FeedHealthReport | null = null;
  const tell = (report: FeedHealthReport): void => {
    told = report.active ? report : null;
    input.onHealth(report);
  };
  const recover = (): void => {
    if (told !== null) tell({ ...told, active: false, since: new Date(input.nowMs()).toISOString() });
  };
  return {
    failed(error) {
      trouble = {
        count: (trouble?.count ?? 0) + 1,
        sinceMs: trouble?.sinceMs ?? input.nowMs(),
        message: messageOf(error),
      };
      if (input.nowMs() - trouble.sinceMs < input.afterMs) return;
      const attention = attentionOf(error);
      if (told?.attention === attention) return;
      recover();
      tell({ attention, active: true, since: new Date(trouble.sinceMs).toISOString(), message: trouble.message });
    },
    succeeded() {
      trouble = null;
      recover();
    },
    trouble: () => trouble,
  };
}

function attentionOf(error: unknown): FeedHealthReport['attention'] {
  return error instanceof ExchangeError && error.reason === 'clockSkew' ? 'clockSkew' : 'exchangeUnreachable';
}

/** Only our own errors have words that are safe to pass on. */
function messageOf(error: unknown): string {
  return error instanceof ExchangeError
    ? error.message
    : `unexpected ${error instanceof Error ? error.name : typeof error} while reading`;
}
