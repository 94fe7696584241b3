import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type Report = { readonly diagnostics: readonly { readonly code: string; readonly filename: string }[] };

/** Files under `root` that import themselves through others, as the linter finds them. Throws if it cannot be run. */
export function findRings(root: string): readonly string[] {
  const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
  const config = join(root, 'scripts/house/rings.oxlintrc.json');
  const run = spawnSync(process.execPath, [oxlint, '--config', config, '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (run.error !== undefined || run.stdout === '') throw new Error(`the linter did not run: ${run.stderr}`);
  const { diagnostics } = JSON.parse(run.stdout) as Report;
  return [...new Set(diagnostics.map(({ filename }) => filename))].sort();
}
