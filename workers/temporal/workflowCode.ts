import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type WorkflowCode =
  | { readonly workflowBundle: { readonly codePath: string } }
  | { readonly workflowsPath: string };

/** Where the built bundle lies beside compiled code. */
export const bundlePath = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

/** The entry of workflow code beside this file: compiled in dist, source elsewhere. */
export const workflowsPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../workflows/index.ts' : '../../workflows/index.js', import.meta.url),
);

/** The bundle that the build made, or else the workflow code itself, which the worker then bundles when it starts. */
export function workflowCode(): WorkflowCode {
  return existsSync(bundlePath) ? { workflowBundle: { codePath: bundlePath } } : { workflowsPath };
}
