import type { Names } from './names.ts';

/** One insertion into a file that all exchanges share. */
export type SharedEdit = { readonly file: string; readonly after: RegExp; readonly insert: (names: Names) => string };

/** As a key of an object. */
const key = ({ name }: Names) => (name.includes('-') ? `'${name}'` : name);

/** Every shared file that a further exchange touches: the text is put where `after` ends. */
export const sharedEdits: readonly SharedEdit[] = [
  {
    file: 'exchanges/registry.ts',
    after: /^(?:import \{.*\n)+(?=import type \{ ExchangeDefinition \})/m,
    insert: ({ name, camel }) => `import { ${camel} } from './${name}/index.ts';\n`,
  },
  {
    file: 'exchanges/registry.ts',
    after: /^export const exchanges\b[^=]*= \{[^}]*?(?=\n\};)/m,
    insert: (names) => (key(names) === names.camel ? `\n  ${names.camel},` : `\n  ${key(names)}: ${names.camel},`),
  },
  {
    file: 'simulator/ledger.ts',
    after: /^export type ExchangeName = [^;]+(?=;)/m,
    insert: ({ name }) => ` | '${name}'`,
  },
  { file: 'simulator/catalog.ts', after: /Exclude<ExchangeName, [^>]+(?=>)/, insert: ({ name }) => ` | '${name}'` },
  {
    file: 'simulator/catalog.ts',
    after: /^ {2}name: Record<.*& \{ [^}]+(?= \};)/m,
    insert: (names) => `; ${key(names)}?: string`,
  },
  {
    file: 'simulator/startSimulator.ts',
    after: /^import \{ createEdgexApi \}.*\n/m,
    insert: ({ name, camel, pascal }) => `import { create${pascal}Api } from './${name}/${camel}Api.ts';\n`,
  },
  {
    file: 'simulator/startSimulator.ts',
    after: /^const exchanges = \{[\s\S]*?(?=\n\} as const;)/m,
    insert: (names) =>
      `\n  ${key(names)}: { create: create${names.pascal}Api, wallet: 'SPOT', feeMode: 'inside', firstId: 7_000_000_001n, rateLimit: { requests: 10, perMs: 1000 } },`,
  },
  {
    file: 'simulator/demoAccounts.ts',
    after: /^export const demoAccounts\b[\s\S]*?(?=\n\};)/m,
    insert: (names) =>
      `\n  ${key(names)}: { apiKey: 'demo-${names.name}-key', apiSecret: 'demo-${names.name}-secret', accountId: '1001', balances },`,
  },
  {
    file: 'simulator/main.ts',
    after: /const ports: Record<ExchangeName, number> = \{[^}]*?(?= \};)/,
    insert: (names) => `, ${key(names)}: 0`,
  },
  {
    file: 'test/exchanges/conformance/benches.ts',
    after: /^export const benches\b[\s\S]*?(?=\n\};)/m,
    insert: (names) =>
      `\n  ${key(names)}: {\n    simulator: '${names.name}', account: { ...keys, accountId: '4711', balances }, credentials: keys, signingField: 'apiSecret', signatureHeader: 'x-signature',\n    request: { ...tron, network: 'Tron' }, amounts, walk: usual,\n  },`,
  },
];

/**
 * The file's text with the insertion. Throws when the file no longer looks as expected, naming it and what
 * was to be added.
 */
export function applyEdit(text: string, { file, after, insert }: SharedEdit, names: Names): string {
  const found = after.exec(text);
  if (found === null)
    throw new Error(
      `${file} has another form than scripts/new-exchange/sharedEdits.ts expects: add ${JSON.stringify(insert(names).trim())} by hand, and mend the rule`,
    );
  const end = found.index + found[0].length;
  return text.slice(0, end) + insert(names) + text.slice(end);
}
