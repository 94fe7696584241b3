import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { startServerProcess } from '../serverProcess.ts';
import type { ServerProcess } from '../serverProcess.ts';
import type { PostgresPrograms } from './findPostgres.ts';

export type PostgresSettings = {
  programs: PostgresPrograms;
  /** Removed when this process ends. The user that PostgreSQL runs as must be able to enter it. */
  folder: string;
  user: string;
  password: string;
  durable: boolean;
};

const initMs = 60_000;
const startMs = 30_000;
const lookEveryMs = 50;
const statusLine = 7;

/** Creates an empty database cluster in the folder, with `user` as its superuser. */
export async function initPostgres({ programs, folder, user, password, durable }: PostgresSettings): Promise<void> {
  const home = join(folder, 'postgres');
  const passwordFile = join(home, 'password');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (programs.owner !== null)
    for (const path of [home, passwordFile]) chownSync(path, programs.owner.uid, programs.owner.gid);
  const args = [
    '-D',
    dataFolder(folder),
    '--username',
    user,
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--no-locale',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(programs.initdb, args, { ...programs.owner, cwd: home, timeout: initMs });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Starts PostgreSQL on a port of 127.0.0.1 and waits until it accepts connections. Throws with its last lines if it
 * does not within 30 s.
 */
export async function startPostgres(
  { programs, folder, durable }: PostgresSettings,
  port: number,
): Promise<ServerProcess> {
  const data = dataFolder(folder);
  const running = startServerProcess(
    programs.postgres,
    ['-D', data, ...postgresSettings(port, durable)],
    join(folder, 'postgres.log'),
    folder,
    { ...programs.owner, cwd: data },
  );
  const giveUpAt = Date.now() + startMs;
  while (!isReady(data, running.pid)) {
    if (running.hasExited() || Date.now() > giveUpAt) {
      await running.end('SIGKILL');
      throw new Error(`PostgreSQL (${programs.postgres}) did not come up. Its last lines:\n${running.lastWords()}`);
    }
    await delay(lookEveryMs);
  }
  return running;
}

/** The settings of one start, as arguments. With `durable: false` a power loss may take the last commits. */
export function postgresSettings(port: number, durable: boolean): string[] {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Reads the file that PostgreSQL's own `pg_ctl` waits for: process id on the first line, state on the eighth. */
function isReady(data: string, pid: number): boolean {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[statusLine]?.trim() === 'ready';
}

function dataFolder(folder: string): string {
  return join(folder, 'postgres', 'data');
}
