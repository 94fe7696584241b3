import { ActivityFailure, isCancellation, sleep } from '@temporalio/workflow';

import { isAnswer } from './answerKinds.ts';

type Operations = { readonly [name: string]: (input: object) => Promise<unknown> };

const takeUpAgainAfter = '5 seconds';

/**
 * The same activities, taken up again whenever something from outside ends one for good (an operator's fail,
 * cancel or complete, changed retry options): while money may be out, no failure of ours ends a withdrawal.
 * Repeats are safe by each activity's own promise; they are told (`mayBeRepeat`), since their count of
 * attempts begins anew.
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
        await sleep(takeUpAgainAfter);
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
