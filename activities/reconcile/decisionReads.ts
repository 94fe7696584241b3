import { Context } from '@temporalio/activity';

import { failureDecisions } from '../../domain/failure.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { ReadContext } from '../../exchanges/exchange.ts';
import { activitySignal } from '../activitySignal.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { jitter } from '../toFailure.ts';

/** Reads of the exchange on which a person's decision waits. */
export type DecisionReads = {
  /**
   * Reads, and reads again after a failure that may pass, such as a full rate limit. Throws the ExchangeError of the
   * last try once the time is over, or SlowReadError when not even one try has ended by then.
   */
  read<T>(read: (context: ReadContext) => Promise<T>): Promise<T>;
  /** Must be called at the end: it stops the clock. */
  end(): void;
};

/**
 * All reads for one decision together take no longer. The client waits a minute for the answer, and one attempt of the
 * activity may take a minute: half of it stays for the way there and back.
 */
export const decisionReadsMs = 30_000;

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** No read has ended within the time for a decision. Its message is for a person. */
export class SlowReadError extends Error {
  constructor(withinMs: number) {
    super(`no answer within ${withinMs / 1_000} s, or no turn within its rate limit`);
    this.name = 'SlowReadError';
  }
}

/** Begins the time for the reads of one decision. */
export function beginDecisionReads({
  sleep,
  monotonicMs,
}: Pick<ActivityDependencies, 'sleep' | 'monotonicMs'>): DecisionReads {
  const withinMs = Math.min(decisionReadsMs, Context.current().info.startToCloseTimeoutMs / 2);
  const endsMs = monotonicMs() + withinMs;
  const over = new AbortController();
  const ended = new AbortController();
  const stopping = activitySignal();
  const signal = AbortSignal.any([stopping, over.signal]);
  const timeOver = sleep(withinMs, ended.signal).then(
    () => over.abort(),
    () => {},
  );

  /** Also where a read cannot be broken off, such as one that others wait for too. */
  async function readOnce<T>(read: (context: ReadContext) => Promise<T>): Promise<T> {
    const late = timeOver.then(() => {
      throw new SlowReadError(withinMs);
    });
    return await Promise.race([read({ priority: 'lookup', signal }), late]);
  }

  const isOver = (error: unknown): boolean =>
    over.signal.aborted && !stopping.aborted && (error instanceof ExchangeError || error instanceof SlowReadError);

  return {
    async read(read) {
      let lastError: ExchangeError | null = null;
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
        try {
          return await readOnce(read);
        } catch (error) {
          // Broken off by the end of the time: what the try before it met says more.
          if (isOver(error)) throw lastError ?? new SlowReadError(withinMs);
          if (!mayPass(error)) throw error;
          lastError = error;
          const waitMs = error.retryAfterMs ?? jitter(pauseMs);
          if (monotonicMs() + waitMs >= endsMs) throw error;
          await sleep(waitMs, stopping);
        }
      }
    },
    end: () => ended.abort(),
  };
}

function mayPass(error: unknown): error is ExchangeError {
  return error instanceof ExchangeError && failureDecisions[error.reason].onRead === 'retry';
}
