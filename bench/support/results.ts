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

/** In the working folder, not in `dist`: results are committed. */
const folder = join(process.cwd(), 'bench', 'results');

/** Keeps a result with when, on what code and where it was measured; a later one takes its place. Answers the file. */
export function saveResult(saved: Pick<SavedResult, 'bench' | 'server' | 'result'>, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const full: SavedResult = {
    ...saved,
    at: new Date().toISOString(),
    commit: commitOf(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`,
  };
  writeFileSync(file, `${JSON.stringify(full, null, 2)}\n`);
  return file;
}

/** All that were kept, by name. */
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

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
