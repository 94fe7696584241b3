const mostAttempts = 5;

/**
 * Repeats an attempt that failed because a port was taken: between choosing a port and binding it, another process may
 * take it. Throws any other error at once, and the last one after five attempts.
 */
export async function retryOnTakenPort<Result>(attempt: (number: number) => Promise<Result>): Promise<Result> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= mostAttempts || !/address already in use/.test(String(error))) throw error;
    }
  }
}
