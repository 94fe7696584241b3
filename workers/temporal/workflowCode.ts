import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type WorkflowCode =
  | { readonly workflowBundle: { readonly codePath: string } }
  | { readonly workflowsPath: string };

/** The bundle that `npm run build` makes, beside the compiled code. */
export const bundlePath = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

/** The entry file of the workflow code: compiled if this file is compiled, source otherwise. */
export const workflowsPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../workflows/index.ts' : '../../workflows/index.js', import.meta.url),
);

/** The built bundle, or else the workflow code itself, which the worker then bundles when it starts. */
export function workflowCode(): WorkflowCode {
  return existsSync(bundlePath) ? { workflowBundle: { codePath: bundlePath } } : { workflowsPath };
}
