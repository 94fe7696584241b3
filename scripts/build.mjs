import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Compiles to dist and bundles the workflows. Builds beside dist and then replaces, file by file, only what changed: a
 * worker or demo that runs from dist is never left without a file, and the command line keeps its right to be run.
 * Plain JavaScript, since it runs before anything is compiled.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const commands = ['workers/cli.js', 'workers/main.js'];

function run(script, ...rest) {
  const { status } = spawnSync(process.execPath, [script, ...rest], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} failed`);
}

/** Files below a folder, relative to it. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function isSame(one, other) {
  return existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

function replaceChanged(made) {
  for (const file of made) {
    const [from, to] = [join(out, file), join(dist, file)];
    if (isSame(from, to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    const temporary = `${to}.${process.pid}.new`;
    copyFileSync(from, temporary);
    renameSync(temporary, to);
  }
}

function removeStale(made) {
  const wanted = new Set(made);
  for (const file of filesIn(dist)) if (!wanted.has(file) && !file.endsWith('.new')) rmSync(join(dist, file));
}

// As deep in the tree as dist, so that source maps hold there too.
const out = mkdtempSync(join(root, '.dist-'));
try {
  run(join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', out);
  run(join(out, 'workers/buildBundle.js'));
  for (const command of commands) chmodSync(join(out, command), 0o755);
  const made = filesIn(out);
  replaceChanged(made);
  removeStale(made);
  // An older build may have left it without, and an unchanged file is not replaced.
  for (const command of commands) chmodSync(join(dist, command), 0o755);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
