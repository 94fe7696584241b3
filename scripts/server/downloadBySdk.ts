import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { cachedBinary } from './cacheFolder.ts';
import type { PrintLine } from './printLine.ts';
import { verifyBinary } from './verifyBinary.ts';
import { withProgress } from './withProgress.ts';
import { withScratchFolder } from './withScratchFolder.ts';

const lookEveryMs = 1_000;
/** After so long without a new byte the host counts as unreachable: a firewall that drops packets never refuses. */
const stallMs = 20_000;

/**
 * The SDK downloads only when it starts a server. That uses its native runtime, which can then no longer be configured
 * in the same process. So the download runs in a process of its own, which can also be ended.
 */
const childScript = `
const [testing, downloadDir] = process.argv.slice(1);
require(testing).TestWorkflowEnvironment
  .createLocal({
    server: { executable: { type: 'cached-download', downloadDir }, log: { format: 'pretty', level: 'never' } },
  })
  .then((environment) => environment.teardown())
  .then(() => process.exit(0), (error) => { process.stderr.write(String(error && error.message)); process.exit(1); });
`;

/**
 * Lets the Temporal SDK download its development server, moves the file into the cache and answers its path. Throws
 * with the SDK's reason: within a second if the host is refused, within 20 s if nothing answers.
 */
export function downloadBySdk(folder: string, log: PrintLine): Promise<string> {
  const testing = createRequire(import.meta.url).resolve('@temporalio/testing');
  return withScratchFolder(join(folder, 'downloading-'), async (temporary) => {
    const describe = (seconds: number): string =>
      `downloading the Temporal server … ${Math.round(bytesIn(temporary) / 1e6)} MB, ${seconds} s`;
    const reason = await withProgress({ describe, log }, () => runChild(testing, temporary));
    const file = finishedFile(temporary);
    if (file === null) throw new Error(reason ?? 'the SDK left no file');
    const problem = await verifyBinary(file);
    if (problem !== null) throw new Error(`the downloaded command ${problem}`);
    const target = cachedBinary(folder, 'download');
    renameSync(file, target);
    return target;
  });
}

async function runChild(testing: string, temporary: string): Promise<string | null> {
  const child = spawn(process.execPath, ['-e', childScript, testing, temporary], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopChild = () => child.kill('SIGKILL');
  process.once('exit', stopChild);
  let errorText = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errorText += chunk.toString();
  });
  const watch = watchForStall(temporary, stopChild);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code === 0) return null;
    return code === null ? `nothing arrived for ${stallMs / 1000} s` : shorten(errorText);
  } finally {
    clearInterval(watch);
    process.off('exit', stopChild);
  }
}

function watchForStall(temporary: string, onStall: () => void): NodeJS.Timeout {
  let bytes = 0;
  let lastChange = Date.now();
  return setInterval(() => {
    const now = Date.now();
    const current = bytesIn(temporary);
    if (current !== bytes || finishedFile(temporary) !== null) lastChange = now;
    bytes = current;
    if (now - lastChange >= stallMs) onStall();
  }, lookEveryMs);
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** The complete file, if there is one: the SDK writes to `<name>.downloading` and renames at the end. */
function finishedFile(folder: string): string | null {
  const name = existsSync(folder) ? readdirSync(folder).find((entry) => !entry.endsWith('.downloading')) : undefined;
  return name === undefined ? null : join(folder, name);
}

/** Each layer of the SDK's message repeats the whole address; the last one says why. */
function shorten(text: string): string {
  return text.split(': ').slice(-2).join(': ').slice(0, 300) || 'the SDK gave no reason';
}
