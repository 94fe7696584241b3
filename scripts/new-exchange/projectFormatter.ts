import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files that were written and could not be formatted; the message says so. */
export class UnformattedError extends Error {
  override readonly name = 'UnformattedError';
}

/**
 * What puts files of the project at `root` into the project's format. Throws where the formatter is not installed.
 * The function that it answers throws UnformattedError.
 */
export function projectFormatter(root: string): (files: readonly string[]) => void {
  const oxfmt = join(root, 'node_modules/oxfmt/bin/oxfmt');
  if (!existsSync(oxfmt)) throw new Error('oxfmt, a devDependency, is not installed: run npm install');
  return (files) => {
    try {
      execFileSync(process.execPath, [oxfmt, ...files], { cwd: root, stdio: 'pipe' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UnformattedError(`everything was written, but not formatted: ${reason}`, { cause: error });
    }
  };
}
