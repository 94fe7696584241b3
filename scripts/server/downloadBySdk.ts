import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { cachedBinary } from './cacheFolder.ts';
import type { Log } from './temporalBinary.ts';
import { verifyBinary } from './verifyBinary.ts';

const LOOK_EVERY_MS = 1_000;
const LOG_EVERY_MS = 10_000;
/** Without a new byte for so long the host is taken as unreachable; a firewall that drops packets never refuses. */
const STALL_MS = 20_000;

/**
 * The SDK downloads only on the way to starting a server, and the first use of its native runtime in a process
 * forbids configuring it later: hence a process of its own, which can also be ended.
 */
const CHILD_SCRIPT = `
const [testing, downloadDir] = process.argv.slice(1);
require(testing).TestWorkflowEnvironment
  .createLocal({ server: { executable: { type: 'cached-download', downloadDir }, log: { format: 'pretty', level: 'never' } } })
  .then((environment) => environment.teardown())
  .then(() => process.exit(0), (error) => { process.stderr.write(String(error && error.message)); process.exit(1); });
`;

/**
 * Lets the Temporal SDK download its development server and moves it into the cache; answers its path.
 * Fails within a second where the host is refused, within 20 s where nothing answers. Throws the SDK's reason.
 */
export async function downloadBySdk(folder: string, log: Log): Promise<string> {
  const testing = createRequire(import.meta.url).resolve('@temporalio/testing');
  const temporary = mkdtempSync(join(folder, 'downloading-'));
  try {
    const reason = await runChild(testing, temporary, log);
    const file = finishedFile(temporary);
    if (file === null) throw new Error(reason ?? 'the SDK left no file');
    const problem = await verifyBinary(file);
    if (problem !== null) throw new Error(`the downloaded command ${problem}`);
    const target = cachedBinary(folder, 'download');
    renameSync(file, target);
    return target;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function runChild(testing: string, temporary: string, log: Log): Promise<string | null> {
  const child = spawn(process.execPath, ['-e', CHILD_SCRIPT, testing, temporary], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopChild = () => child.kill('SIGKILL');
  process.once('exit', stopChild);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const watch = watchProgress(temporary, log, stopChild);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code === 0) return null;
    return code === null ? `nothing arrived for ${STALL_MS / 1000} s` : shorten(words);
  } finally {
    clearInterval(watch);
    process.off('exit', stopChild);
  }
}

function watchProgress(temporary: string, log: Log, onStall: () => void): NodeJS.Timeout {
  let bytes = 0;
  let lastChange = Date.now();
  let lastLog = Date.now();
  return setInterval(() => {
    const now = Date.now();
    const current = bytesIn(temporary);
    if (current !== bytes || finishedFile(temporary) !== null) lastChange = now;
    bytes = current;
    if (bytes > 0 && now - lastLog >= LOG_EVERY_MS) {
      log(`downloading the Temporal server … ${Math.round(bytes / 1e6)} MB`);
      lastLog = now;
    }
    if (now - lastChange >= STALL_MS) onStall();
  }, LOOK_EVERY_MS);
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** The SDK writes to `<name>.downloading` and renames when it is complete. */
function finishedFile(folder: string): string | null {
  const name = existsSync(folder) ? readdirSync(folder).find((entry) => !entry.endsWith('.downloading')) : undefined;
  return name === undefined ? null : join(folder, name);
}

/** The SDK's message repeats the whole address in each of its layers; the last one says why. */
function shorten(words: string): string {
  return words.split(': ').slice(-2).join(': ').slice(0, 300) || 'the SDK gave no reason';
}
