/**
 * Answers the last value read while it is younger than `forMs`. Calls at the same time share one read. A failed
 * read is not kept.
 */
export function cached<T>(read: () => Promise<T>, forMs: number, nowMs: () => number): () => Promise<T> {
  let kept: { readonly value: T; readonly untilMs: number } | null = null;
  let running: Promise<T> | null = null;
  const readOnce = async (): Promise<T> => {
    try {
      const value = await read();
      kept = { value, untilMs: nowMs() + forMs };
      return value;
    } finally {
      running = null;
    }
  };
  return async () => {
    if (kept !== null && nowMs() < kept.untilMs) return kept.value;
    running ??= readOnce();
    return running;
  };
}
