import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Lists every executable file of this name on PATH, in the order of PATH. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv): string[] {
  const name = process.platform === 'win32' ? `${command}.exe` : command;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).filter(isExecutableFile);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
