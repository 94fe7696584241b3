import { z } from 'zod';

/** Where a secret is read from. The configuration file itself never holds one. */
export type SecretSource = { readonly env: string } | { readonly file: string };

const variableName = /^[A-Z_][A-Z0-9_]*$/;
const pathStart = /^(?:\/|\.\.?\/)/;

export const sourceForm = 'expected { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }';

/* No message repeats what was written: a value in the wrong place may be the secret itself. */
const messages = {
  literal: 'a secret must not stand in this file; write { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }',
  shape: sourceForm,
  env: 'expected the name of an environment variable (capital letters, digits, underscores), not the secret itself',
  file: 'expected a path that begins with / or ./ or ../ (relative to the configuration file), not the secret itself',
} as const;

/** Accepts exactly one of `{ env }` and `{ file }`; refuses a literal secret without repeating it. */
export const secretSourceSchema = z.unknown().transform((value, context): SecretSource => {
  const read = readSource(value);
  if (typeof read === 'object') return read;
  context.addIssue({ code: 'custom', message: read });
  return z.NEVER;
});

function readSource(value: unknown): SecretSource | string {
  if (typeof value === 'string') return messages.literal;
  if (typeof value !== 'object' || value === null) return messages.shape;
  const entries = Object.entries(value);
  const [kind, text] = entries[0] ?? [];
  if (entries.length !== 1 || typeof text !== 'string') return messages.shape;
  if (kind === 'env') return variableName.test(text) ? { env: text } : messages.env;
  if (kind === 'file') return pathStart.test(text) ? { file: text } : messages.file;
  return messages.shape;
}
