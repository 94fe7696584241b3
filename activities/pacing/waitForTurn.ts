/** Somebody in a line: `go` gives them their turn. */
export type Waiting<Turn> = { readonly go: (turn: Turn) => void };

/**
 * Joins a line and resolves with the turn that `go` gives. When `signal` aborts first, leaves the line and rejects with
 * the signal's reason, so that a turn nobody waits for any more is never used up.
 */
export function waitForTurn<Turn>(
  signal: AbortSignal | undefined,
  line: { join(waiting: Waiting<Turn>): void; leave(waiting: Waiting<Turn>): void },
): Promise<Turn> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const giveUp = (): void => {
      line.leave(waiting);
      reject(signal?.reason as Error);
    };
    const waiting: Waiting<Turn> = {
      go: (turn) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(turn);
      },
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    line.join(waiting);
  });
}
