import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { newExchange } from '../../scripts/new-exchange/newExchange.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What stands in a checkout and is not the project's own. */
const notOurs = new Set(['node_modules', 'dist', '.git', '.demo', 'secrets']);
/** The first that is made, and one with the longest name that may be, beside it. */
const [name, longest] = ['made-up-by-a-test', 'also-made-up-by-the-test'] as const;

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-exchange-'));
  cpSync(root, copy, { recursive: true, filter: (path) => !notOurs.has(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const one of [name, longest]) newExchange(copy, join(copy, 'scripts/new-exchange/templates'), one);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(command: string, ...rest: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'node_modules', command), ...rest], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' },
  });
  return { status, output: `${stdout}${stderr}` };
}

const unitsOf = (...paths: string[]) =>
  run(
    'jest/bin/jest.js',
    '--reporters',
    'default',
    '--verbose',
    ...paths.flatMap((path) => ['--testPathPatterns', path]),
  );

/** All that the pattern finds in the output, each once and sorted. */
const found = (output: string, pattern: RegExp) =>
  [...new Set([...output.matchAll(pattern)].map(([, text = '']) => text))].sort();

/** Of the registry, all that a further adapter might upset. */
const overAll = [
  'exchanges/conformance',
  'exchanges/mappingTables',
  'exchanges/createExchange',
  'properties/mappings',
  'scripts/crash-matrix/crashTable',
  'scripts/chaos',
  'docs/exchanges',
  'docs/readme',
];

const asGenerated = `
import { expect, test } from '@jest/globals';
import { exchanges } from '../../../exchanges/registry.ts';
import { anIntent, aPort } from '../support/aRequest.ts';

test('a submit is refused and nothing is sent', async () => {
  const http = aPort([]);
  const settings = { baseUrl: 'https://api.example', credentials: { apiKey: 'k', apiSecret: 's' }, options: {} };
  const exchange = exchanges['${name}']?.create({ ...settings, exchangeAccountId: '1', http, nowMs: Date.now });
  const message = expect.stringContaining('not written yet; nothing was sent');
  expect(await exchange?.submit(anIntent())).toMatchObject({ kind: 'rejected', message });
  expect(http.requests).toEqual([]);
});
`;

describe('a project with two drafts', () => {
  test.each([
    ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
    ['lint', 'oxlint/bin/oxlint', []],
    ['format', 'oxfmt/bin/oxfmt', ['--check']],
    ['build', 'typescript/bin/tsc', ['-p', 'tsconfig.build.json']],
  ])('%s: nothing to complain of', (_what, command, args) => {
    const { status, output } = run(command, ...args);
    expect([status, output]).toEqual([0, output]);
  });

  test('units: green, and what is to be written is listed; a submit is refused and nothing is sent', () => {
    writeFileSync(join(copy, `test/exchanges/${name}/asGenerated.test.ts`), asGenerated);
    const { status, output } = unitsOf(`exchanges/${name}`, `exchanges/${longest}`, ...overAll);
    expect([status, output]).toEqual([0, output]);
    expect(output).toContain('✓ a submit is refused and nothing is sent');
    expect(found(output, / todo write: (.+)$/gm)).toHaveLength(6);
  });

  test('no draft any more: it is held to all that it lacks', () => {
    const index = join(copy, `exchanges/${name}/index.ts`);
    const draft = readFileSync(index, 'utf8');
    writeFileSync(index, draft.replace('  draft: true,\n', ''));
    const own = unitsOf(`exchanges/${name}`);
    expect(own.status).toBe(1);
    expect(found(own.output, /^ +write: (.+)$/gm)).toEqual([
      'copy every request for a withdrawal that the document prints into `printed`, then client.ts and adapter.ts',
      'copy every sample answer of the document into `samples`, then wire.ts and mapping.ts',
      'copy every signing example of the document into `examples`, then sign.ts',
      'list every status of the document in `documentedStatuses`, then the table in mapping.ts',
      'list in mapping.ts the codes that surely mean that nothing was booked (MAPPING §5)',
      'one test in `readings` for each row of MAPPING §7',
    ]);
    const all = unitsOf('properties/mappings', 'scripts/crash-matrix/crashTable', 'docs/readme', 'docs/exchanges');
    expect(found(all.output, /✕ (.+?)(?: \(\d+ ms\))?$/gm)).toEqual([
      'default: every finished adapter of the registry is in it, as it is',
      'every finished adapter of the registry is held to this',
      'is current (npm run docs)',
      'its generated parts are current (npm run docs)',
    ]);
  });
});
