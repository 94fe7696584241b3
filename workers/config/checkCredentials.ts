import type { z } from 'zod';

import type { AccountTable } from './configSchema.ts';
import { describeIssues, isMissing, writePath } from './describeIssues.ts';
import { readSecret, type SecretPlaces } from './readSecret.ts';
import { Secret } from './secret.ts';
import { sourceForm } from './secretSource.ts';

export type CredentialsCheck = {
  readonly credentials: Readonly<Record<string, Secret>> | null;
  readonly problems: readonly string[];
};

/**
 * Reads an account's secrets and holds them against its adapter's schema; with `places` null it checks the names alone.
 * No problem shows a secret.
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
  // What was not read has only its name checked.
  const relevant = issues.filter(
    (issue) => issue.code === 'unrecognized_keys' || !unread.includes(String(issue.path[0])),
  );
  const [missing, other] = [relevant.filter(isMissing), relevant.filter((issue) => !isMissing(issue))];
  problems.push(...missing.map((issue) => `${writePath([...prefix, ...issue.path])}: missing; ${sourceForm}`));
  problems.push(...describeIssues(schema, other, prefix).map((problem) => withoutSecrets(problem, secrets)));
  return { credentials: places === null ? null : secrets, problems };
}

/** An adapter's message has no business repeating a value; should one do it, the value still goes no further. */
function withoutSecrets(problem: string, secrets: Readonly<Record<string, Secret>>): string {
  return Object.values(secrets).reduce((text, secret) => text.replaceAll(secret.reveal(), String(secret)), problem);
}
