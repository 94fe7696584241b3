import type { z } from 'zod';

import type { AccountTable } from './configSchema.ts';
import { describeIssues, isMissing } from './describeIssues.ts';
import { readSecret, type SecretPlaces } from './readSecret.ts';
import { Secret } from './secret.ts';
import { sourceForm } from './secretSource.ts';
import { writePath } from './writePath.ts';

export type CredentialsCheck = {
  readonly credentials: Readonly<Record<string, Secret>> | null;
  readonly problems: readonly string[];
};

/**
 * Reads an account's secrets and checks them against the adapter's schema. With `places` null it checks only their
 * names. No problem shows a secret.
 */
export function checkCredentials(
  sources: AccountTable['credentials'],
  schema: z.ZodType,
  places: SecretPlaces | null,
  prefix: readonly string[],
): CredentialsCheck {
  const secrets: Record<string, Secret> = {};
  const unread: string[] = [];
  const problems: string[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const secret = places === null ? null : readSecret(source, places);
    if (secret instanceof Secret) secrets[name] = secret;
    else unread.push(name);
    if (secret !== null && !(secret instanceof Secret))
      problems.push(`${writePath([...prefix, name])}: ${secret.problem}`);
  }
  const values = Object.fromEntries([
    ...unread.map((name) => [name, '-']),
    ...Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]),
  ]);
  const issues = schema.safeParse(values).error?.issues ?? [];
  // Of a secret that was not read only the name is checked.
  const relevant = issues.filter(
    (issue) => issue.code === 'unrecognized_keys' || !unread.includes(String(issue.path[0])),
  );
  const missing = relevant.filter(isMissing);
  const other = relevant.filter((issue) => !isMissing(issue));
  problems.push(...missing.map((issue) => `${writePath([...prefix, ...issue.path])}: missing; ${sourceForm}`));
  problems.push(...describeIssues(schema, other, prefix).map((problem) => withoutSecrets(problem, secrets)));
  return { credentials: places === null ? null : secrets, problems };
}

/** No adapter's message should repeat a value. If one does, the secret is still replaced here. */
function withoutSecrets(problem: string, secrets: Readonly<Record<string, Secret>>): string {
  return Object.values(secrets).reduce((text, secret) => text.replaceAll(secret.reveal(), String(secret)), problem);
}
