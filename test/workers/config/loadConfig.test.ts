import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { defaultPolicy } from '../../../domain/policy.ts';
import type { AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { loadConfig, parseConfig, type ConfigSource } from '../../../workers/config/loadConfig.ts';
import { StartupError } from '../../../workers/startupError.ts';
import { fakeRegistry } from '../support/fakeRegistry.ts';
import { inLines } from '../support/inLines.ts';

const secretValue = 'hunter2-0123456789abcdef';
const env = { ALPHA_KEY: 'key-of-alpha', ALPHA_SECRET: secretValue, EMPTY: '  ', SHOUTED: 'NOT-LOWER-CASE' };

const credentials = 'credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { env = "ALPHA_SECRET" } }';
const good = `[accounts."alpha/main"]\n${credentials}\n`;

function problemsOf(text: string, source: Partial<ConfigSource> = {}): readonly string[] {
  try {
    parseConfig(text, '/etc/withdrawals.toml', { env, registry: fakeRegistry, ...source });
  } catch (error) {
    if (error instanceof StartupError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  test('default', () => {
    const config = parseConfig(good, '/etc/withdrawals.toml', { env, registry: fakeRegistry });
    expect(config.policy).toEqual(defaultPolicy);
    expect(config.worker).toMatchObject({
      groups: ['default'],
      limitShare: 1,
      moneySlots: 50,
      followSlots: 20_000,
      shutdownGrace: 60_000,
    });
    expect(config.accounts).toMatchObject([
      {
        account: 'alpha/main',
        baseUrl: 'https://api.alpha.example',
        exchangeAccountId: null,
        workerGroup: 'default',
        options: { trustGuid: false },
      },
    ]);
    expect(config.accounts[0]?.credentials?.['apiSecret']?.reveal()).toBe(secretValue);
  });

  test('behavior: a configuration printed in any way shows no secret', () => {
    const config = parseConfig(good, '/etc/withdrawals.toml', { env, registry: fakeRegistry });
    for (const printed of [inspect(config, { depth: 20, showHidden: true }), JSON.stringify(config)])
      expect(printed).not.toMatch(/hunter2|key-of-alpha/);
  });

  test('behavior: policy, limits and base URL are overridden', () => {
    const config = parseConfig(
      `${good}baseUrl = "http://127.0.0.1:4010/api/"
limits = { wallet = { requests = 3, perMs = 500 } }
[policy]
maxRequestAge = "2 days"
confirmMoneyBack = "1.5s"
`,
      '/etc/withdrawals.toml',
      { env, registry: fakeRegistry },
    );
    expect(config.accounts[0]).toMatchObject({
      baseUrl: 'http://127.0.0.1:4010/api',
      limitScopes: [
        { name: 'wallet', requests: 3, perMs: 500, per: 'key', source: 'configuration' },
        { name: 'public', requests: 100 },
      ],
    });
    expect(config.policy).toEqual({ ...defaultPolicy, maxRequestAgeMs: 172_800_000, confirmMoneyBackMs: 1_500 });
  });

  test('behavior: secrets of accounts that another process serves are not read', () => {
    const text = `${good}[accounts."alpha/other"]
workerGroup = "b"
credentials = { apiKey = { env = "ELSEWHERE" }, apiSecret = { env = "ELSEWHERE" } }
`;
    const config = parseConfig(text, '/etc/withdrawals.toml', { env, registry: fakeRegistry });
    expect(config.accounts.map(({ account, credentials: read }) => [account, read !== null])).toEqual([
      ['alpha/main', true],
      ['alpha/other', false],
    ]);
    expect(problemsOf(text, { secretsOf: { account: 'alpha/other' } })).toHaveLength(2);
  });

  test('behavior: a secret is read from a file beside the configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'withdrawals-config-'));
    writeFileSync(join(folder, 'secret'), `${secretValue}\n`);
    const path = join(folder, 'withdrawals.toml');
    writeFileSync(
      path,
      '[accounts."alpha/main"]\ncredentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { file = "./secret" } }\n',
    );
    const config = loadConfig({ env: { ...env, WITHDRAWALS_CONFIG: path }, registry: fakeRegistry });
    expect(config.accounts[0]?.credentials?.['apiSecret']?.reveal()).toBe(secretValue);
  });

  test('error: no file', () => {
    const load = () => loadConfig({ env: { WITHDRAWALS_CONFIG: '/nowhere/withdrawals.toml' }, registry: fakeRegistry });
    expect(load).toThrow(
      '/nowhere/withdrawals.toml: cannot be read (ENOENT); ' +
        'copy withdrawals.example.toml there, or name another file in WITHDRAWALS_CONFIG',
    );
  });

  test('error: not TOML, with line and column and without the line itself', () => {
    expect(problemsOf(`${good}apiSecret = ${secretValue}\n`)).toEqual(['/etc/withdrawals.toml:3:13: invalid value']);
  });

  test('error: an account of a draft, wherever it would be served', () => {
    const alpha = { ...(fakeRegistry['alpha'] as AnyExchangeDefinition), draft: true as const };
    for (const secretsOf of ['served', 'none', { account: 'alpha/main' }] as const)
      expect(problemsOf(good, { registry: { ...fakeRegistry, alpha }, secretsOf })).toEqual([
        '/etc/withdrawals.toml: accounts."alpha/main": alpha is a draft, still being written; ' +
          'no worker serves an account of it',
      ]);
  });

  test('error: every problem at once', () => {
    const text = `[accounts."alpha/main"]
baseURL = "https://x.example"
${credentials.replace('ALPHA_KEY', 'EMPTY')}
[worker]
moneySlot = 5
[polcy]
`;
    expect(problemsOf(text)).toMatchInlineSnapshot(`
[
  "/etc/withdrawals.toml: worker.moneySlot: unknown field; did you mean moneySlots?",
  "/etc/withdrawals.toml: polcy: unknown field; did you mean policy?",
  "/etc/withdrawals.toml: accounts."alpha/main".baseURL: unknown field; did you mean baseUrl?",
  "/etc/withdrawals.toml: accounts."alpha/main".credentials.apiKey: the environment variable EMPTY is empty",
]
`);
  });
});

describe('parseConfig: bad values', () => {
  const account = (line: string) =>
    `[accounts."alpha/main"]\n${line.includes('credentials') ? line : `${credentials}\n${line}`}\n`;
  const rows: Readonly<Record<string, string>> = {
    'no account': '[worker]\n',
    'accounts is text': 'accounts = "alpha/main"\n',
    'account without adapter': `[accounts.main]\n${credentials}\n`,
    'adapter with a typo': `[accounts."alhpa/main"]\n${credentials}\n`,
    'adapter unknown': `[accounts."kraken/main"]\n${credentials}\n`,
    'account id missing': `[accounts."beta/main"]\n${credentials}\n`,
    'account id a number': account('exchangeAccountId = 10'),
    'literal secret': account(`credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = "${secretValue}" }`),
    'secret as variable name': account(
      `credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { env = "${secretValue}" } }`,
    ),
    'secret as file name': account(
      `credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { file = "${secretValue}" } }`,
    ),
    'secret source with a typo': account(
      'credentials = { apiKey = { evn = "ALPHA_KEY" }, apiSecret = { env = "ALPHA_SECRET" } }',
    ),
    'credential unknown': account(
      'credentials = { apikey = { env = "ALPHA_KEY" }, apiSecret = { env = "ALPHA_SECRET" } }',
    ),
    'credential missing': account('credentials = { apiKey = { env = "ALPHA_KEY" } }'),
    'variable not set': account(
      'credentials = { apiKey = { env = "ALPHA_KEI" }, apiSecret = { env = "ALPHA_SECRET" } }',
    ),
    'credential of a wrong form': account(
      'credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { env = "SHOUTED" } }',
    ),
    'file missing': account(
      'credentials = { apiKey = { env = "ALPHA_KEY" }, apiSecret = { file = "/nowhere/secret" } }',
    ),
    'option unknown': account('options = { trustGuids = true }'),
    'option of a wrong type': account('options = { trustGuid = "yes" }'),
    'limit scope unknown': account('limits = { walet = { requests = 1, perMs = 1000 } }'),
    'limit of zero': account('limits = { wallet = { requests = 0, perMs = 1000 } }'),
    'base URL not one': account('baseUrl = "api.alpha.example"'),
    'base URL with a password': account('baseUrl = "https://me:hunter2@api.alpha.example"'),
    'base URL in the clear': account('baseUrl = "http://api.alpha.example"'),
    'worker group odd': account('workerGroup = "Group A"'),
    'share over one': `${good}[worker]\nlimitShare = 1.5\n`,
    'share zero': `${good}[worker]\nlimitShare = 0\n`,
    'group without accounts': `${good}[worker]\ngroups = ["defualt"]\n`,
    'duration without unit': `${good}[policy]\nmaxRequestAge = 7\n`,
    'duration without unit in quotes': `${good}[policy]\nmaxRequestAge = "7"\n`,
    'duration of zero': `${good}[policy]\nlateWatch = "0 days"\n`,
    'duration unit unknown': `${good}[policy]\nlateWatch = "7 dyas"\n`,
    'policy field with a typo': `${good}[policy]\nmaxRequestAgeMs = "7 days"\n`,
    'log level': `${good}[log]\nlevel = "verbose"\n`,
  };

  test('each is an error that names field and expectation', () => {
    const said = Object.fromEntries(
      Object.entries(rows).map(([name, text]) => [
        name,
        problemsOf(text).map((problem) => inLines(problem.replace('/etc/withdrawals.toml: ', ''))),
      ]),
    );
    expect(Object.values(said).every((problems) => problems.length > 0)).toBe(true);
    expect(JSON.stringify(said)).not.toMatch(/hunter2|key-of-alpha|NOT-LOWER-CASE/);
    expect(said).toMatchInlineSnapshot(`
{
  "account id a number": [
    "accounts."alpha/main".exchangeAccountId: expected text in quotes: an id is never a number",
  ],
  "account id missing": [
    [
      "accounts."beta/main".exchangeAccountId: ",
      "missing; ",
      "Beta does not tell whose key it is, so this file must",
    ],
  ],
  "account without adapter": [
    "accounts.main: expected "<adapter>/<name>", such as "bigone/treasury"",
  ],
  "accounts is text": [
    "accounts: expected a table, received string",
  ],
  "adapter unknown": [
    "accounts."kraken/main": unknown adapter kraken; known: alpha, beta",
  ],
  "adapter with a typo": [
    "accounts."alhpa/main": unknown adapter alhpa; did you mean alpha?",
  ],
  "base URL in the clear": [
    [
      "accounts."alpha/main".baseUrl: ",
      "expected https: ",
      "plain http is only for this machine and container names",
    ],
  ],
  "base URL not one": [
    "accounts."alpha/main".baseUrl: expected a URL such as "https://api.example.com"",
  ],
  "base URL with a password": [
    "accounts."alpha/main".baseUrl: must not hold a user name or password",
  ],
  "credential missing": [
    [
      "accounts."alpha/main".credentials.apiSecret: ",
      "missing; ",
      "expected { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }",
    ],
  ],
  "credential of a wrong form": [
    "accounts."alpha/main".credentials.apiSecret: expected lower-case letters and digits",
  ],
  "credential unknown": [
    [
      "accounts."alpha/main".credentials.apiKey: ",
      "missing; ",
      "expected { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }",
    ],
    "accounts."alpha/main".credentials.apikey: unknown field; did you mean apiKey?",
  ],
  "duration of zero": [
    "policy.lateWatch: expected more than zero",
  ],
  "duration unit unknown": [
    "policy.lateWatch: expected a duration with its unit in quotes, such as "15 minutes" or "5s"",
  ],
  "duration without unit": [
    "policy.maxRequestAge: expected a duration with its unit in quotes, such as "15 minutes" or "5s"",
  ],
  "duration without unit in quotes": [
    "policy.maxRequestAge: expected a duration with its unit in quotes, such as "15 minutes" or "5s"",
  ],
  "file missing": [
    "accounts."alpha/main".credentials.apiSecret: the file /nowhere/secret cannot be read (ENOENT)",
  ],
  "group without accounts": [
    "worker.groups[0]: no account has workerGroup "defualt"; did you mean default?",
  ],
  "limit of zero": [
    "accounts."alpha/main".limits.wallet.requests: expected >=1",
  ],
  "limit scope unknown": [
    "accounts."alpha/main".limits.walet: unknown limit scope; did you mean wallet?",
  ],
  "literal secret": [
    [
      "accounts."alpha/main".credentials.apiSecret: ",
      "a secret must not stand in this file; ",
      "write { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }",
    ],
  ],
  "log level": [
    "log.level: expected one of "trace"|"debug"|"info"|"warn"|"error"",
  ],
  "no account": [
    "accounts: missing; expected a table",
  ],
  "option of a wrong type": [
    "accounts."alpha/main".options.trustGuid: expected boolean, received string",
  ],
  "option unknown": [
    "accounts."alpha/main".options.trustGuids: unknown field; did you mean trustGuid?",
  ],
  "policy field with a typo": [
    "policy.maxRequestAgeMs: unknown field; did you mean maxRequestAge?",
  ],
  "secret as file name": [
    [
      "accounts."alpha/main".credentials.apiSecret: ",
      "expected a path that begins with / or ./ or ../ ",
      "(relative to the configuration file), not the secret itself",
    ],
  ],
  "secret as variable name": [
    [
      "accounts."alpha/main".credentials.apiSecret: ",
      "expected the name of an environment variable ",
      "(capital letters, digits, underscores), not the secret itself",
    ],
  ],
  "secret source with a typo": [
    [
      "accounts."alpha/main".credentials.apiKey: ",
      "expected { env = "NAME_OF_A_VARIABLE" } or { file = "./path" }",
    ],
  ],
  "share over one": [
    "worker.limitShare: expected <=1",
  ],
  "share zero": [
    "worker.limitShare: expected >0",
  ],
  "variable not set": [
    "accounts."alpha/main".credentials.apiKey: the environment variable ALPHA_KEI is not set",
  ],
  "worker group odd": [
    "accounts."alpha/main".workerGroup: expected lower-case letters, digits and dashes, at most 40",
  ],
}
`);
  });
});
