import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { findOnPath } from '../findOnPath.ts';

/** PostgreSQL's own programs, and the user to run them as; null: this one. PostgreSQL refuses to run as root. */
export type PostgresPrograms = { postgres: string; initdb: string; owner: PostgresOwner | null };
export type PostgresOwner = { uid: number; gid: number };

const ownerNames = ['postgres', 'nobody'];

/** Finds PostgreSQL on PATH and, as root, a user to run it as. Throws an error that says what is missing. */
export async function findPostgres(env: NodeJS.ProcessEnv = process.env): Promise<PostgresPrograms> {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => findOnPath(name, env)[0]);
  if (postgres === undefined || initdb === undefined) {
    throw new Error(
      'PostgreSQL is not here: `postgres` and `initdb` (version 12 or newer) must be on PATH. ' +
        'Packages often put them into a folder of their own, such as /usr/lib/postgresql/<version>/bin.',
    );
  }
  return { postgres, initdb, owner: process.getuid?.() === 0 ? await findOwner() : null };
}

async function findOwner(): Promise<PostgresOwner> {
  for (const name of ownerNames) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and no user of these exists here: ${ownerNames.join(', ')}. ` +
      'Run this as another user.',
  );
}

async function idOf(option: '-u' | '-g', name: string): Promise<number | null> {
  try {
    return Number((await promisify(execFile)('id', [option, name])).stdout);
  } catch {
    return null;
  }
}
