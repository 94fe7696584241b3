import { mkdtempSync, rmSync } from 'node:fs';

/** Runs `work` with a new folder; `prefix` is its path without the random end. It is removed after, also by Ctrl-C. */
export async function withScratchFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(prefix);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
