import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fillIn, NameError, toNames, type Names } from './names.ts';
import { projectFormatter } from './projectFormatter.ts';
import { applyEdit, sharedEdits } from './sharedEdits.ts';

export type NewExchange = {
  readonly names: Names;
  readonly written: readonly string[];
  readonly changed: readonly string[];
};

/** Texts by the file that they are for. */
type Texts = ReadonlyMap<string, string>;

/** Where each folder of templates goes. */
const targets: Readonly<Record<string, (names: Names, file: string) => string>> = {
  exchange: ({ name }, file) => `exchanges/${name}/${file}`,
  simulator: ({ name, camel }, file) => `simulator/${name}/${file === 'Api.ts' ? `${camel}Api.ts` : file}`,
  test: ({ name }, file) => `test/exchanges/${name}/${file}`,
};

/**
 * Adds a draft of an exchange to the project at `root`: its folder, its simulator, its tests, and a line in each
 * shared file, all in the project's format. Overwrites nothing. Throws before anything is written when the name
 * cannot be taken, a shared file has another form or the formatter is missing.
 */
export function newExchange(root: string, templates: string, name: string): NewExchange {
  const names = toNames(name);
  const added = fillInTemplates(templates, names);
  checkIsFree(root, names, added);
  const changed = editSharedFiles(root, names);
  const format = projectFormatter(root);

  for (const [file, text] of [...added, ...changed]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const [written, edited] = [[...added.keys()], [...changed.keys()]];
  format([...written, ...edited].filter((file) => file.endsWith('.ts')));
  return { names, written, changed: edited };
}

function fillInTemplates(templates: string, names: Names): Texts {
  return new Map(
    Object.entries(targets).flatMap(([folder, target]) =>
      readdirSync(join(templates, folder)).map((template): [string, string] => [
        target(names, template.replace(/\.template$/, '')),
        fillIn(readFileSync(join(templates, folder, template), 'utf8'), names),
      ]),
    ),
  );
}

function editSharedFiles(root: string, names: Names): Texts {
  const changed = new Map<string, string>();
  for (const edit of sharedEdits) {
    const before = changed.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
    changed.set(edit.file, applyEdit(before, edit, names));
  }
  return changed;
}

function checkIsFree(root: string, { name, camel }: Names, added: Texts): void {
  for (const folder of new Set([...added.keys()].map(dirname)))
    if (existsSync(join(root, folder))) throw new NameError(`"${name}" is taken: ${folder} exists`);
  // Another adapter's folder may lie deeper, so the registry has the last word on what is taken.
  const registry = readFileSync(join(root, 'exchanges/registry.ts'), 'utf8');
  if (new RegExp(`import \\{ ${camel} \\}|'${name}':`).test(registry))
    throw new NameError(`"${name}" is taken: it stands in exchanges/registry.ts`);
}
