import { ActivityFailure, isCancellation, sleep } from '@temporalio/workflow';

type Operations = { readonly [name: string]: (input: never) => Promise<unknown> };

const takeUpAgainAfter = '5 seconds';

/**
 * The same activities, taken up again whenever something from outside ends one for good (an operator's fail or cancel, changed
 * retry options): while money may be out, no failure of ours ends a withdrawal. Repeats are safe by each activity's own promise.
 */
export function untilAnswered<T extends object>(activities: T, note: (text: string) => void): T {
  const operations = activities as unknown as Operations;
  const persistent = (name: string) => async (input: never): Promise<unknown> => {
    for (;;) {
      try {
        return await operations[name]?.(input);
      } catch (error) {
        if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
        note(`${name} was ended from outside (${error.retryState}); it is taken up again`);
        await sleep(takeUpAgainAfter);
      }
    }
  };
  return new Proxy(activities, { get: (_target, name) => persistent(String(name)) });
}
