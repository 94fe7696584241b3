import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import type { Edit } from './edits.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The workflows of today with one edit, as a bundle. Throws when the text to be edited is no longer there. */
export async function bundleEdited({ file, from, to, head = '' }: Edit): Promise<{ code: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-edited-'));
  try {
    for (const name of ['workflows', 'domain', 'package.json'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const edited = join(folder, 'workflows', file);
    const text = readFileSync(edited, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} no longer holds this once: ${from}`);
    writeFileSync(edited, `${head}\n${text.replace(from, to)}`);
    return await bundleWorkflowCode({
      workflowsPath: join(folder, 'workflows', 'index.ts'),
      logger: new DefaultLogger('ERROR'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
