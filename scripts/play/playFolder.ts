import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { isAlive } from '../server/isAlive.ts';

/** Every file that a playground makes. Nothing else in the folder is ever touched. */
const ownFiles = [
  'env',
  'gone-1.json',
  'process',
  'temporal.db',
  'temporal.db-shm',
  'temporal.db-wal',
  'temporal.toml',
  'withdrawals.toml',
  'worker.log',
] as const;
/** Holds the process id. Where it is, a playground made the folder. */
const markerFile = 'process';

type OwnFile = (typeof ownFiles)[number];

export type PlayFolder = {
  /** Absolute. */
  readonly path: string;
  write(name: OwnFile, text: string): void;
  /** Removes what the playground made, and the folder if nothing else is in it. May be repeated. */
  remove(): void;
};

/**
 * Makes the folder, or empties it of what an earlier playground left there. Throws when a playground runs in it, or
 * when it holds something that no playground made.
 */
export function takePlayFolder(folder: string): PlayFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  refuseIfTaken(path);
  removeOwnFiles(path);
  const write = (name: OwnFile, text: string): void => writeFileSync(join(path, name), text);
  write(markerFile, String(process.pid));
  return {
    path,
    write,
    remove() {
      removeOwnFiles(path);
      if (existsSync(path) && readdirSync(path).length === 0) rmdirSync(path);
    },
  };
}

function refuseIfTaken(path: string): void {
  const files = readdirSync(path);
  if (files.length > 0 && !files.includes(markerFile))
    throw new Error(`--folder: ${path} holds files that no playground made; expected an empty folder or a new one`);
  const pid = Number(readIfThere(join(path, markerFile)));
  if (isAlive(pid))
    throw new Error(
      `A playground runs in ${path} already (process ${pid}): \`source ${join(path, 'env')}\` uses it. ` +
        'For a second one name another --folder.',
    );
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function removeOwnFiles(path: string): void {
  for (const name of ownFiles) rmSync(join(path, name), { force: true });
}
