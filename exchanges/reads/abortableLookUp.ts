import { ExchangeError } from '../errors.ts';

/** Where the result of a look-up goes; only the first call counts. */
export type LookUpOutcome<Result> = {
  readonly answer: (result: Result) => void;
  readonly fail: (error: unknown) => void;
};

/**
 * A look-up that its caller may give up: when the signal aborts it rejects with ExchangeError `unreachable`, and a
 * later outcome is dropped. `begin` is not called where the signal has aborted already.
 */
export function abortableLookUp<Result>(
  adapter: string,
  signal: AbortSignal | undefined,
  begin: (outcome: LookUpOutcome<Result>) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(new ExchangeError({ reason: 'unreachable', adapter, endpoint: 'look-up', note: 'broken off' }));
    if (signal?.aborted === true) return giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    const stopListening = (): void => signal?.removeEventListener('abort', giveUp);
    begin({
      answer(result) {
        stopListening();
        resolve(result);
      },
      fail(error) {
        stopListening();
        reject(error instanceof Error ? error : new Error('look-up failed'));
      },
    });
  });
}
