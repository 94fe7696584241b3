import { accountPattern, splitAccount } from '../../domain/account.ts';
import type { LimitScope } from '../../domain/capabilities.ts';
import type { AnyExchangeDefinition, exchanges } from '../../exchanges/registry.ts';
import { checkCredentials } from './checkCredentials.ts';
import { accountSchema, type AccountTable } from './configSchema.ts';
import { describeIssues } from './describeIssues.ts';
import type { SecretPlaces } from './readSecret.ts';
import { hint } from './suggest.ts';
import type { AccountConfig } from './workerConfig.ts';
import { writePath } from './writePath.ts';

export type AccountCheck = { readonly config: AccountConfig | null; readonly problems: readonly string[] };

/** Where the secrets of an account in this group are read from; null: this process does not read them. */
export type PlacesFor = (account: string, workerGroup: string) => SecretPlaces | null;

/** Checks one `[accounts."…"]` table against its adapter. Answers every problem that it finds; never throws. */
export function checkAccount(
  account: string,
  raw: unknown,
  registry: typeof exchanges,
  placesFor: PlacesFor,
): AccountCheck {
  const path = ['accounts', account];
  if (!accountPattern.test(account))
    return failed(`${writePath(path)}: expected "<adapter>/<name>", such as "bigone/treasury"`);
  const { adapter } = splitAccount(account);
  const definition = Object.hasOwn(registry, adapter) ? registry[adapter] : undefined;
  if (definition === undefined)
    return failed(`${writePath(path)}: unknown adapter ${adapter}${hint(adapter, Object.keys(registry))}`);
  if (definition.draft === true)
    return failed(`${writePath(path)}: ${adapter} is a draft, still being written; no worker serves an account of it`);

  const { table, broken, problems } = readTable(raw, path);
  if (table === null) return { config: null, problems };
  const credentials = broken.has('credentials')
    ? { credentials: null, problems: [] }
    : checkCredentials(table.credentials, definition.credentialsSchema, placesFor(account, table.workerGroup), [
        ...path,
        'credentials',
      ]);
  const options = definition.optionsSchema.safeParse(table.options);
  const limits = overrideLimits(definition, table.limits, [...path, 'limits']);
  const isIdMissing =
    definition.needsExchangeAccountId && table.exchangeAccountId === undefined && !broken.has('exchangeAccountId');
  const optionIssues = broken.has('options') ? [] : (options.error?.issues ?? []);
  const found = [
    ...problems,
    ...(isIdMissing ? [missingIdProblem(definition, path)] : []),
    ...credentials.problems,
    ...describeIssues(definition.optionsSchema, optionIssues, [...path, 'options']),
    ...limits.problems,
  ];
  if (found.length > 0) return { config: null, problems: found };
  const config: AccountConfig = {
    account,
    definition,
    baseUrl: table.baseUrl ?? definition.defaultBaseUrl,
    exchangeAccountId: table.exchangeAccountId ?? null,
    workerGroup: table.workerGroup,
    credentials: credentials.credentials,
    options: options.data,
    limitScopes: limits.scopes,
  };
  return { config, problems: [] };
}

function missingIdProblem({ displayName }: AnyExchangeDefinition, path: readonly string[]): string {
  const field = writePath([...path, 'exchangeAccountId']);
  return `${field}: missing; ${displayName} does not tell whose key it is, so this file must`;
}

type TableRead = {
  readonly table: AccountTable | null;
  /** Fields with a wrong value, and unknown fields. */
  readonly broken: ReadonlySet<string>;
  readonly problems: readonly string[];
};

/** Reads the table. Goes on without the fields that are wrong, so that one mistake does not hide the next. */
function readTable(raw: unknown, path: readonly string[]): TableRead {
  const first = accountSchema.safeParse(raw);
  if (first.success) return { table: first.data, broken: new Set(), problems: [] };
  const { issues } = first.error;
  const broken = new Set(
    issues.flatMap((issue) =>
      issue.path.length === 0 && issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1).map(String),
    ),
  );
  const rest =
    typeof raw === 'object' && raw !== null
      ? Object.fromEntries(Object.entries(raw).filter(([key]) => !broken.has(key)))
      : raw;
  return {
    table: accountSchema.safeParse(rest).data ?? null,
    broken,
    problems: describeIssues(accountSchema, issues, path),
  };
}

function overrideLimits(
  definition: AnyExchangeDefinition,
  overrides: AccountTable['limits'],
  path: readonly string[],
): { scopes: LimitScope[]; problems: string[] } {
  const names = definition.limitScopes.map((scope) => scope.name);
  const unknown = Object.keys(overrides).filter((name) => !names.includes(name));
  return {
    scopes: definition.limitScopes.map((scope) => ({
      ...scope,
      ...(Object.hasOwn(overrides, scope.name) ? { ...overrides[scope.name], source: 'configuration' } : {}),
    })),
    problems: unknown.map((name) => `${writePath([...path, name])}: unknown limit scope${hint(name, names)}`),
  };
}

function failed(problem: string): AccountCheck {
  return { config: null, problems: [problem] };
}
