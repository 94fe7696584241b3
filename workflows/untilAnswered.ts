import { ActivityFailure, isCancellation, sleep } from '@temporalio/workflow';

import { isAnswer } from './isAnswer.ts';

type Operations = { readonly [name: string]: (input: object) => Promise<unknown> };

const scheduleAgainAfter = '5 seconds';

/**
 * The same activities, scheduled again whenever something from outside ends one for good: an operator's fail, cancel or
 * complete, or changed retry options (decision 0007). While money may be out, no failure of ours ends a withdrawal.
 * Every activity may be repeated. It is told so by `mayBeRepeat`, because its attempts are counted from 1 again.
 */
export function untilAnswered<T extends object>(activities: T, note: (text: string) => void): T {
  const operations = activities as unknown as Operations;
  const persistent =
    (name: string) =>
    async (given: object): Promise<unknown> => {
      for (let input = given; ; input = { ...given, mayBeRepeat: true }) {
        const ended = await settle(operations[name]?.(input), name);
        if ('answer' in ended) return ended.answer;
        note(`${name} was ended from outside (${ended.how}); it is taken up again`);
        await sleep(scheduleAgainAfter);
      }
    };
  return new Proxy(activities, { get: (_target, name) => persistent(String(name)) });
}

async function settle(
  running: Promise<unknown> | undefined,
  name: string,
): Promise<{ readonly answer: unknown } | { readonly how: string }> {
  try {
    const answer = await running;
    return isAnswer(name, answer) ? { answer } : { how: 'completed with what is no answer' };
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    return { how: String(error.retryState) };
  }
}
