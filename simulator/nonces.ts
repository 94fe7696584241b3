/** Nonces already used, per key. Forgets those that the time window refuses anyway. */
export type Nonces = {
  /** False if this key has used this nonce before. */
  use(apiKey: string, nonce: string, atMs: number, windowMs: number): boolean;
};

export function createNonces(): Nonces {
  const used = new Map<string, number>();
  let nextSweepMs = 0;
  return {
    use(apiKey, nonce, atMs, windowMs) {
      if (atMs > nextSweepMs) {
        // Twice the window: a nonce may be stamped ahead of the server's time by a whole window.
        for (const [key, forgetAtMs] of used) if (forgetAtMs < atMs) used.delete(key);
        nextSweepMs = atMs + windowMs;
      }
      const key = `${apiKey}\n${nonce}`;
      if (used.has(key)) return false;
      used.set(key, atMs + 2 * windowMs);
      return true;
    },
  };
}
