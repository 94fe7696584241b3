import { jitter, waitFailure } from '../toFailure.ts';
import { sendLeftMs, type SubmitAttempt } from './submitAttempt.ts';

/**
 * Waits for this submit's turn within the exchange's limit: before the grant, so that nothing is waited for after it.
 * Gives up, without using a turn up, when no time is left to send within this attempt.
 */
export async function takeSubmitTurn(attempt: SubmitAttempt): Promise<void> {
  const { dependencies, runtime, signal } = attempt;
  const waitMs = sendLeftMs(attempt);
  if (waitMs <= 0)
    throw waitFailure({
      type: 'SlowLookUp',
      message: 'the look-up before the send took so long that the send would not fit; nothing was sent',
      nextRetryDelayMs: 0,
    });
  const waiting = new AbortController();
  const timer = new AbortController();
  const stop = (): void => waiting.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  void dependencies.sleep(waitMs, timer.signal).then(
    () => waiting.abort(),
    () => {},
  );
  try {
    if (signal.aborted) stop();
    await runtime.gate.takeTurn(runtime.submitScope, 'submit', waiting.signal);
  } catch (error) {
    if (signal.aborted || !waiting.signal.aborted) throw error;
    throw waitFailure({
      type: 'WaitingForTurn',
      message: "waiting for a turn within the exchange's rate limit; nothing was sent",
      nextRetryDelayMs: jitter(500),
    });
  } finally {
    timer.abort();
    signal.removeEventListener('abort', stop);
  }
}
