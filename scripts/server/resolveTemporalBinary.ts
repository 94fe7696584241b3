import { mkdirSync } from 'node:fs';

import { cacheFolder, cachedBinary } from './cacheFolder.ts';
import { compileByGo } from './compileByGo.ts';
import { downloadBySdk } from './downloadBySdk.ts';
import { findOnPath } from './findOnPath.ts';
import { printToStderr, type PrintLine } from './printLine.ts';
import type { TemporalBinary } from './temporalBinary.ts';
import { verifyBinary } from './verifyBinary.ts';
import { withLock } from './withLock.ts';

/** Only tests set `env` and `download`. */
export type ResolveOptions = {
  log?: PrintLine;
  env?: NodeJS.ProcessEnv;
  download?: (folder: string, log: PrintLine) => Promise<string>;
};

/**
 * Finds a Temporal server, in this order: `TEMPORAL_ADDRESS`, `temporal` on PATH, the cache folder, the SDK's
 * download, `go install`. May be repeated, also by several processes at once: they share one download or compilation.
 * A binary that does not answer `--version` is passed over, with a line of progress. Throws an error that says what to
 * do.
 */
export async function resolveTemporalBinary(options: ResolveOptions = {}): Promise<TemporalBinary> {
  const { log = printToStderr, env = process.env, download = downloadBySdk } = options;
  const address = env['TEMPORAL_ADDRESS'];
  if (address) return { kind: 'existing', address };
  for (const path of findOnPath('temporal', env)) {
    if (await isUsable(path, log)) return { kind: 'binary', path, origin: 'path' };
  }
  const folder = cacheFolder(env);
  const cached = await findInCache(folder);
  if (cached !== null) return cached;
  for (const line of firstTimeNotice(folder)) log(line);
  return await withLock(folder, log, () => obtain(folder, env, log, download));
}

/** What is going to take minutes, why, and how to avoid it. */
function firstTimeNotice(folder: string): string[] {
  return [
    'There is no Temporal server on this machine yet. One is made ready now, once, and kept in',
    `${folder}: downloaded if the network allows it, else compiled with Go (3 to 9 minutes).`,
    'To avoid that, install the Temporal CLI (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS',
    'to a server that runs already.',
  ];
}

async function obtain(
  folder: string,
  env: NodeJS.ProcessEnv,
  log: PrintLine,
  download: NonNullable<ResolveOptions['download']>,
): Promise<TemporalBinary> {
  mkdirSync(folder, { recursive: true });
  // The process that held the lock before may have made the binary.
  const cached = await findInCache(folder);
  if (cached !== null) return cached;
  const failures: string[] = [];
  try {
    return { kind: 'binary', path: await download(folder, log), origin: 'download' };
  } catch (error) {
    failures.push(`download: ${messageOf(error)}`);
    log(`no download: ${messageOf(error)}`);
  }
  try {
    return { kind: 'binary', path: await compileByGo(folder, env, log), origin: 'compiled' };
  } catch (error) {
    failures.push(`compile: ${messageOf(error)}`);
  }
  throw new Error(
    [
      'No Temporal server found, and none could be made. Do one of these:',
      '  - install the Temporal CLI (https://docs.temporal.io/cli), so that `temporal` is on PATH;',
      '  - set TEMPORAL_ADDRESS to a server that runs already, such as localhost:7233;',
      '  - install Go 1.24 or newer, which compiles it once (3 to 9 minutes).',
      'What was tried:',
      ...failures.map((failure) => `  ${failure}`),
    ].join('\n'),
  );
}

async function findInCache(folder: string): Promise<TemporalBinary | null> {
  for (const origin of ['download', 'compiled'] as const) {
    const path = cachedBinary(folder, origin);
    // A missing file and a broken one are treated alike: a rename replaces both.
    if ((await verifyBinary(path)) === null) return { kind: 'binary', path, origin: 'cache' };
  }
  return null;
}

async function isUsable(path: string, log: PrintLine): Promise<boolean> {
  const problem = await verifyBinary(path);
  if (problem !== null) log(`passing over ${path}: it ${problem}`);
  return problem === null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
