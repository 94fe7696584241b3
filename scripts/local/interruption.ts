const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves at the first Ctrl-C, SIGTERM or closed terminal from now on. A second one ends this process at once, with
 * code 130.
 */
export function interruption(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    let isInterrupted = false;
    for (const signal of signals) {
      process.on(signal, () => {
        if (isInterrupted) process.exit(130);
        isInterrupted = true;
        resolve('interrupted');
      });
    }
  });
}
