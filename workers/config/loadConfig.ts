import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { parse } from 'smol-toml';

import type { exchanges } from '../../exchanges/registry.ts';
import { StartupError } from '../startupError.ts';
import { checkAccount } from './checkAccount.ts';
import { configSchema, type FileConfig } from './configSchema.ts';
import { describeIssues, hint } from './describeIssues.ts';
import { toPolicy } from './policySchema.ts';
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

/** Where the configuration stands: `WITHDRAWALS_CONFIG`, else `withdrawals.toml` in the current folder. */
export function configPath(env: ConfigSource['env']): string {
  const named = env['WITHDRAWALS_CONFIG'];
  return resolve(named === undefined || named === '' ? 'withdrawals.toml' : named);
}

/** Reads and checks the file of configuration. Throws StartupError with every problem at once; none shows a secret. */
export function loadConfig(source: ConfigSource): WorkerConfig {
  const path = configPath(source.env);
  return parseConfig(readText(path), path, source);
}

/** The same, of text already read; `path` is for messages and for relative secret files. */
export function parseConfig(text: string, path: string, source: ConfigSource): WorkerConfig {
  const raw = parseToml(text, path);
  const file = configSchema.safeParse(raw);
  const places = { env: source.env, folder: dirname(path) };
  // Even if another field is wrong: secrets that are missing are told in the same go.
  const groups = file.data?.worker.groups ?? rawGroups(raw['worker']);
  const secretsOf = source.secretsOf ?? 'served';
  const isWanted = (account: string, workerGroup: string): boolean => {
    if (typeof secretsOf === 'object') return secretsOf.account === account;
    return secretsOf === 'served' && groups.includes(workerGroup);
  };
  const tables = isTable(raw['accounts']) ? Object.entries(raw['accounts']) : [];
  const checks = tables.map(([account, table]) =>
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
    throw new StartupError([
      `${path}: cannot be read (${code}); copy withdrawals.example.toml there, or name another file in WITHDRAWALS_CONFIG`,
    ]);
  }
}

function parseToml(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    const { line, column, message } = error as { line?: number; column?: number; message: string };
    // Only the first line: below it the parser quotes the file, and a misplaced secret with it.
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
