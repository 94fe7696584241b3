import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { Secret } from './secret.ts';
import type { SecretSource } from './secretSource.ts';

export type SecretPlaces = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly folder: string;
};

/**
 * Reads a secret from its source and drops white space around it. Never throws: answers the problem in words, without
 * the secret.
 */
export function readSecret(source: SecretSource, places: SecretPlaces): Secret | { readonly problem: string } {
  return 'env' in source ? fromEnvironment(source.env, places.env) : fromFile(resolve(places.folder, source.file));
}

function fromEnvironment(name: string, env: SecretPlaces['env']): Secret | { readonly problem: string } {
  const value = env[name];
  if (value === undefined) return { problem: `the environment variable ${name} is not set` };
  if (value.trim() === '') return { problem: `the environment variable ${name} is empty` };
  return new Secret(value.trim());
}

function fromFile(path: string): Secret | { readonly problem: string } {
  try {
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { problem: `the file ${path} is empty` } : new Secret(value);
  } catch (error) {
    return { problem: `the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` };
  }
}
