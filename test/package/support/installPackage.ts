import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { run } from './run.ts';

/** What stands in a checkout and is not in a fresh clone. */
const notInClone = new Set(['node_modules', 'dist', '.git', '.demo', '.play', 'secrets']);

/**
 * Packs a copy of the sources without any build, and installs the tarball in an empty project below `folder`. Answers
 * the project's folder. Needs npm's registry or its cache.
 */
export async function installPackage(root: string, folder: string): Promise<string> {
  const clone = join(folder, 'clone');
  cpSync(root, clone, { recursive: true, filter: (path) => !isLeftOut(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: clone });
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack left no tarball');

  const project = join(folder, 'shop');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];
  await run('npm', ['install', ...quiet, join(folder, tarball)], { cwd: project });
  return project;
}

function isLeftOut(name: string): boolean {
  return notInClone.has(name) || name.startsWith('.dist-');
}
