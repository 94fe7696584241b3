import type { Names } from './names.ts';

/** One insertion into a file that all exchanges share; the formatter puts it into its right place and shape. */
export type SharedEdit = { readonly file: string; readonly after: RegExp; readonly insert: (names: Names) => string };

/** Imports are sorted by the formatter, so that a new one may stand first. */
const beforeImports = /^(?=import )/;

/** As a key of an object. */
const key = ({ name }: Names) => (name.includes('-') ? `'${name}'` : name);

/** The end of an object that is named so, before its closing brace. */
const endOf = (name: string) => new RegExp(`^export const ${name}\\b[^=]*= \\{[\\s\\S]*?(?=\\n\\};)`, 'm');

/** Every shared file that a further exchange touches: the text is put where `after` ends. */
export const sharedEdits: readonly SharedEdit[] = [
  {
    file: 'exchanges/registry.ts',
    after: beforeImports,
    insert: ({ name, camel }) => `import { ${camel} } from './${name}/index.ts';\n`,
  },
  {
    file: 'exchanges/registry.ts',
    after: endOf('exchanges'),
    insert: (names) => (key(names) === names.camel ? `\n  ${names.camel},` : `\n  ${key(names)}: ${names.camel},`),
  },
  {
    file: 'simulator/ledger.ts',
    after: /^export type ExchangeName = [^;]+(?=;)/m,
    insert: ({ name }) => ` | '${name}'`,
  },
  {
    file: 'simulator/startSimulator.ts',
    after: beforeImports,
    insert: ({ name, camel, pascal }) => `import { create${pascal}Api } from './${name}/${camel}Api.ts';\n`,
  },
  {
    file: 'simulator/startSimulator.ts',
    after: /^const profiles = \{[\s\S]*?(?=\n\} as const;)/m,
    insert: (names) => `
  ${key(names)}: {
    create: create${names.pascal}Api,
    wallet: 'SPOT',
    feeMode: 'inside',
    firstId: 7_000_000_001n,
    rateLimit: { requests: 10, perMs: 1000 },
  },`,
  },
  {
    file: 'simulator/demoAccounts.ts',
    after: endOf('demoAccounts'),
    insert: (names) => `
  ${key(names)}: {
    apiKey: 'demo-${names.name}-key',
    apiSecret: 'demo-${names.name}-secret',
    accountId: '1001',
    balances,
  },`,
  },
  {
    file: 'test/exchanges/conformance/benches.ts',
    after: endOf('benches'),
    insert: (names) => `
  ${key(names)}: {
    simulator: '${names.name}',
    account: { ...keys, accountId: '4711', balances },
    credentials: keys,
    signingField: 'apiSecret',
    signatureHeader: 'x-signature',
    request: { ...tron, network: 'Tron' },
    amounts,
    walk: usual,
  },`,
  },
];

/**
 * The file's text with the insertion. Throws when the file no longer looks as expected, naming it and what
 * was to be added.
 */
export function applyEdit(text: string, { file, after, insert }: SharedEdit, names: Names): string {
  const found = after.exec(text);
  if (found === null) {
    throw new Error(
      `${file} has another form than scripts/new-exchange/sharedEdits.ts expects: ` +
        `add ${JSON.stringify(insert(names).trim())} by hand, and mend the rule`,
    );
  }
  const end = found.index + found[0].length;
  return text.slice(0, end) + insert(names) + text.slice(end);
}
