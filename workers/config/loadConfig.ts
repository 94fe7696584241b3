import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { parse } from 'smol-toml';

import type { exchanges } from '../../exchanges/registry.ts';
import { StartupError } from '../startupError.ts';
import { checkAccount } from './checkAccount.ts';
import { configSchema, type FileConfig } from './configSchema.ts';
import { describeIssues } from './describeIssues.ts';
import { toPolicy } from './policySchema.ts';
import { hint } from './suggest.ts';
import type { AccountConfig, WorkerConfig } from './workerConfig.ts';

export type ConfigSource = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: typeof exchanges;
  /**
   * Whose secrets to read: those of this process's groups (a worker), one account's (a probe), or nobody's.
   * @default 'served'
   */
  readonly secretsOf?: 'served' | 'none' | { readonly account: string };
};

/** Path of the configuration file: `WITHDRAWALS_CONFIG`, else `withdrawals.toml` in the current folder. */
export function configPath(env: ConfigSource['env']): string {
  const named = env['WITHDRAWALS_CONFIG'];
  return resolve(named === undefined || named === '' ? 'withdrawals.toml' : named);
}

/** Reads and checks the configuration file. Throws StartupError with every problem at once; none shows a secret. */
export function loadConfig(source: ConfigSource): WorkerConfig {
  const path = configPath(source.env);
  return parseConfig(readText(path), path, source);
}

/** The same for text that was already read. Messages name `path`, and relative secret files start from its folder. */
export function parseConfig(text: string, path: string, source: ConfigSource): WorkerConfig {
  const raw = parseToml(text, path);
  const file = configSchema.safeParse(raw);
  const places = { env: source.env, folder: dirname(path) };
  // Secrets are read even if another field is wrong, so that all problems are told at once.
  const groups = file.data?.worker.groups ?? rawGroups(raw['worker']);
  const secretsOf = source.secretsOf ?? 'served';
  const isWanted = (account: string, workerGroup: string): boolean => {
    if (typeof secretsOf === 'object') return secretsOf.account === account;
    return secretsOf === 'served' && groups.includes(workerGroup);
  };
  const accountTables = isTable(raw['accounts']) ? Object.entries(raw['accounts']) : [];
  const checks = accountTables.map(([account, table]) =>
    checkAccount(account, table, source.registry, (name, group) => (isWanted(name, group) ? places : null)),
  );
  const accounts = checks.flatMap(({ config }) => config ?? []);
  const problems = [
    ...describeIssues(configSchema, file.error?.issues ?? []),
    ...checks.flatMap((check) => check.problems),
  ];
  if (problems.length === 0 && file.data !== undefined) problems.push(...checkGroups(file.data, accounts));
  if (problems.length > 0 || file.data === undefined)
    throw new StartupError(problems.map((problem) => `${path}: ${problem}`));
  const { worker, poll, temporal, log, policy } = file.data;
  return { path, accounts, worker, poll, temporal, log, policy: toPolicy(policy) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const advice = 'copy withdrawals.example.toml there, or name another file in WITHDRAWALS_CONFIG';
    throw new StartupError([`${path}: cannot be read (${code}); ${advice}`]);
  }
}

function parseToml(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    const { line, column, message } = error as { line?: number; column?: number; message: string };
    // Only the first line: below it the parser quotes the file, perhaps with a misplaced secret.
    const [reason = 'not TOML'] = message.split('\n');
    throw new StartupError([
      `${path}:${line ?? '?'}:${column ?? '?'}: ${reason.replace(/^Invalid TOML document: /, '')}`,
    ]);
  }
}

function checkGroups(file: FileConfig, accounts: readonly AccountConfig[]): string[] {
  if (accounts.length === 0) return ['accounts: expected at least one [accounts."<adapter>/<name>"]'];
  const known = [...new Set(accounts.map((account) => account.workerGroup))];
  return file.worker.groups.flatMap((group, index) =>
    known.includes(group)
      ? []
      : [`worker.groups[${index}]: no account has workerGroup ${JSON.stringify(group)}${hint(group, known)}`],
  );
}

function rawGroups(worker: unknown): readonly unknown[] {
  const groups = isTable(worker) ? worker['groups'] : undefined;
  return Array.isArray(groups) ? groups : ['default'];
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
