import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

export type SavedResult = {
  readonly bench: string;
  readonly server: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
};

/** In the working folder, not in `dist`, because results are committed. */
const folder = join(process.cwd(), 'bench', 'results');

/** Saves a result with its time, commit and machine; replaces an earlier one of this name. Answers the file's path. */
export function saveResult(saved: Pick<SavedResult, 'bench' | 'server' | 'result'>, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const full: SavedResult = {
    ...saved,
    at: new Date().toISOString(),
    commit: currentCommit(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`,
  };
  writeFileSync(file, `${JSON.stringify(full, null, 2)}\n`);
  return file;
}

/** All saved results, by name. */
export function readResults(from = folder): ReadonlyMap<string, SavedResult> {
  const files = readdirSync(from)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return new Map(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(from, file), 'utf8')) as SavedResult,
    ]),
  );
}

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
