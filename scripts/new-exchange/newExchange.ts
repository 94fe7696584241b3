import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fillIn, NameError, toNames, type Names } from './names.ts';
import { applyEdit, sharedEdits } from './sharedEdits.ts';

export type NewExchange = {
  readonly names: Names;
  readonly written: readonly string[];
  readonly changed: readonly string[];
};

/** Where each folder of templates goes. */
const targets: Readonly<Record<string, (names: Names, file: string) => string>> = {
  exchange: ({ name }, file) => `exchanges/${name}/${file}`,
  simulator: ({ name, camel }, file) => `simulator/${name}/${file === 'Api.ts' ? `${camel}Api.ts` : file}`,
  test: ({ name }, file) => `test/exchanges/${name}/${file}`,
};

/**
 * Adds an exchange to the project at `root`: its folder, its simulator, its tests, and a line in each shared
 * file. Overwrites nothing. Throws before anything is written when the name cannot be taken or a shared file
 * has another form.
 */
export function newExchange(root: string, templates: string, name: string): NewExchange {
  const names = toNames(name);
  const added = new Map<string, string>();
  for (const [folder, target] of Object.entries(targets)) {
    for (const template of readdirSync(join(templates, folder))) {
      added.set(
        target(names, template.replace(/\.template$/, '')),
        fillIn(readFileSync(join(templates, folder, template), 'utf8'), names),
      );
    }
  }
  for (const folder of new Set([...added.keys()].map(dirname))) {
    if (existsSync(join(root, folder))) throw new NameError(`"${name}" is taken: ${folder} exists`);
  }
  const changed = new Map<string, string>();
  for (const edit of sharedEdits) {
    const before = changed.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
    changed.set(edit.file, applyEdit(before, edit, names));
  }
  // Another adapter's folder may lie deeper, so the registry has the last word on what is taken.
  const registry = readFileSync(join(root, 'exchanges/registry.ts'), 'utf8');
  if (new RegExp(`import \\{ ${names.camel} \\}|'${name}':`).test(registry))
    throw new NameError(`"${name}" is taken: it stands in exchanges/registry.ts`);

  for (const [file, text] of [...added, ...changed]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return { names, written: [...added.keys()], changed: [...changed.keys()] };
}
