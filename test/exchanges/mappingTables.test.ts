import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { exchanges } from '../../exchanges/registry.ts';
import { type CodeTable, findMappingDrift } from './support/mappingDrift.ts';
import { type MappingPage, type MappingSection, readMappingTable } from './support/mappingPage.ts';

const root = join(import.meta.dirname, '../..');
const sections: readonly MappingSection[] = ['Statuses', 'Errors'];
/** How the code's table of a section is called: `bigoneStatuses`, `bigoneFailures`. */
const endings: Readonly<Record<MappingSection, string>> = { Statuses: 'Statuses', Errors: 'Failures' };
/** The files of a folder that may hold a table. */
const tableFiles = ['mapping.ts', 'failures.ts'] as const;

const folders = readdirSync(join(root, 'exchanges'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('MAPPING.md'))
  .map((file) => join('exchanges', dirname(file)))
  .sort();

function readPage(folder: string): MappingPage {
  const file = join(folder, 'MAPPING.md');
  return { file, text: readFileSync(join(root, file), 'utf8') };
}

/** The folder's own table for a section; null where it has none. */
async function findCodeTable(folder: string, section: MappingSection): Promise<CodeTable | null> {
  const found: CodeTable[] = [];
  for (const name of tableFiles) {
    const file = join(folder, name);
    if (!existsSync(join(root, file))) continue;
    const members = Object.entries((await import(join(root, file))) as Readonly<Record<string, unknown>>);
    for (const [member, value] of members)
      if (member.endsWith(endings[section]))
        found.push({ name: member, file, verdicts: value as Readonly<Record<string, string>> });
  }
  if (found.length > 1) throw new Error(`${folder}: more than one table for ${section}`);
  return found[0] ?? null;
}

describe.each(folders)('%s/MAPPING.md', (folder) => {
  test.each(sections)('%s: the page and the code say the same', async (section) => {
    const page = readPage(folder);
    const code = await findCodeTable(folder, section);
    expect(findMappingDrift(page.file, readMappingTable(page, section), code)).toEqual([]);
  });

  test('an adapter has statuses of its own, and errors of its own or its family', async () => {
    if (!existsSync(join(root, folder, 'adapter.ts'))) return;
    expect(await findCodeTable(folder, 'Statuses')).not.toBeNull();
    const errors = [await findCodeTable(folder, 'Errors'), await findCodeTable(dirname(folder), 'Errors')];
    expect(errors.filter((table) => table !== null)).toHaveLength(1);
  });
});

test('the status table of every adapter in the registry is held to a page', async () => {
  const held = await Promise.all(folders.map((folder) => findCodeTable(folder, 'Statuses')));
  const loose = Object.values(exchanges).filter(
    ({ statusTable }) => !held.some((table) => table?.verdicts === statusTable),
  );
  expect(loose.map(({ id }) => id)).toEqual([]);
});

const toy = (text: string): MappingPage => ({ file: 'exchanges/toy/MAPPING.md', text });
const aPage = (rows: readonly string[], header = '| Theirs | Ours | Why |\n|---|---|---|') =>
  [
    '# Toy\n\n## 3. Fields\n\n| a | b |\n|---|---|\n',
    '## 4. Statuses\n\nProse.\n',
    header,
    ...rows,
    '\nMore prose.\n',
  ].join('\n');
const anything = '| anything else | UNKNOWN | |';
const errorsPage = (...rows: readonly string[]) =>
  aPage(
    [...rows, '| anything else | unknownCode | unknown | |'],
    '| Code | Reason | On a submit | Why |\n|---|---|---|---|',
  ).replace('4. Statuses', '5. Errors');

describe('findMappingDrift', () => {
  const code = (verdicts: Readonly<Record<string, string>>): CodeTable => ({
    name: 'toyStatuses',
    file: 'exchanges/toy/mapping.ts',
    verdicts,
  });
  const drift = (rows: readonly string[], verdicts: Readonly<Record<string, string>>) => {
    const page = readMappingTable(toy(aPage([...rows, anything])), 'Statuses');
    return findMappingDrift('exchanges/toy/MAPPING.md', page, code(verdicts));
  };

  test('page and code say the same: nothing', () => {
    expect(drift(['| `a`, `b` (*public*) | PENDING | why |'], { a: 'PENDING', b: 'PENDING' })).toEqual([]);
  });

  test('a word of the code that is on no page', () => {
    expect(drift(['| `a` | PENDING | |'], { a: 'PENDING', gone: 'FAILED' })).toEqual([
      '`gone` is FAILED in toyStatuses in exchanges/toy/mapping.ts, but on no page: ' +
        'add a row to exchanges/toy/MAPPING.md §4, or drop it',
    ]);
  });

  test('a word of the page that is not in the code', () => {
    expect(drift(['| `a`, `toString` | UNKNOWN | |'], { a: 'UNKNOWN' })).toEqual([
      '`toString` stands in exchanges/toy/MAPPING.md §4 as UNKNOWN, but not in the code: ' +
        'add it to toyStatuses in exchanges/toy/mapping.ts, or drop its row',
    ]);
  });

  test('two verdicts on one word', () => {
    expect(drift(['| `a` | PENDING | |'], { a: 'L1_COMPLETED' })).toEqual([
      '`a` is PENDING in exchanges/toy/MAPPING.md §4, but L1_COMPLETED in toyStatuses in exchanges/toy/mapping.ts: ' +
        'correct the one that is wrong',
    ]);
  });

  test('a table that only the page has, or only the code', () => {
    const page = readMappingTable(toy(aPage([anything])), 'Statuses');
    expect(findMappingDrift('MAPPING.md', page, null)).toEqual([
      expect.stringContaining('drop its section, or add the table'),
    ]);
    expect(findMappingDrift('MAPPING.md', null, code({}))).toEqual([
      'MAPPING.md has no section for toyStatuses in exchanges/toy/mapping.ts: add it',
    ]);
    expect(findMappingDrift('MAPPING.md', null, null)).toEqual([]);
  });

  test('a code that the page keeps unknown: right while the code leaves it out', () => {
    const page = readMappingTable(toy(errorsPage('| `500` | unknownCode | unknown | |')), 'Errors');
    const drifts = (verdicts: Readonly<Record<string, string>>) => findMappingDrift('MAPPING.md', page, code(verdicts));
    expect(drifts({})).toEqual([]);
    expect(drifts({ '500': 'parameterRefused' })).toEqual([
      expect.stringContaining('`500` is unknownCode in MAPPING.md §5, but parameterRefused in toyStatuses'),
    ]);
  });
});

describe('readMappingTable', () => {
  test('the words of a page, and none where it has no such section', () => {
    const page = errorsPage('| `HTTP 429`, `-7 nonce` (401) | rateLimited | not sent | a, b |');
    expect(readMappingTable(toy(page), 'Errors')).toEqual({
      number: '5',
      verdicts: new Map([
        ['HTTP 429', 'rateLimited'],
        ['-7 nonce', 'rateLimited'],
      ]),
    });
    expect(readMappingTable(toy(page), 'Statuses')).toBeNull();
  });

  test.each([
    ['whatever it is, names the file', aPage(['']), 'exchanges/toy/MAPPING.md, section "Statuses": '],
    ['another heading', aPage([anything]).replace('4. Statuses', '4. Statuses (`A_` +)'), 'expected one heading'],
    ['two such sections', aPage([anything]) + aPage([anything]), 'expected one heading'],
    ['no table', '## 4. Statuses\n\nProse.\n', 'expected one table, found 0'],
    ['two tables', `${aPage([anything])}\n| Theirs | Ours | Why |\n`, 'expected one table, found 2'],
    ['a table broken by a blank line', aPage(['', anything]), 'expected one table, found 2'],
    ['another header', aPage([anything], '| Status | Ours | Why |\n|---|---|---|'), 'expected a table with the header'],
    ['no rule below the header', aPage([anything], '| Theirs | Ours | Why |'), 'expected a table with the header'],
    ['a cell too few', aPage(['| `a` | PENDING |', anything]), 'expected 3 cells in "| `a` | PENDING |"'],
    [
      'no last row for the others',
      aPage(['| `a` | PENDING | |']),
      'the last row must be "| anything else | UNKNOWN |"',
    ],
    ['others that mean something', aPage(['| anything else | FAILED | |']), 'the last row must be'],
    ['a word without backticks', aPage(['| `a`, b | PENDING | |', anything]), 'cannot read "`a`, b"'],
    ['words in prose', aPage(['| `a` and `b` | PENDING | |', anything]), 'cannot read "`a` and `b`"'],
    ['a word twice', aPage(['| `a` | PENDING | |', '| `a` | FAILED | |', anything]), '`a` stands in two rows'],
    ['a status that is not ours', aPage(['| `a` | DONE | |', anything]), '`a`: "DONE" is none of our words'],
  ])('error: %s', (_case, page, message) => {
    expect(() => readMappingTable(toy(page), 'Statuses')).toThrow(message);
  });

  test.each([
    ['a reason that is not ours', '| `1` | noMoney | rejected | |', '"noMoney" is none of our words'],
    ['another meaning on a submit', '| `1` | duplicateClientId | rejected | |', 'duplicateClientId means "unknown"'],
    ['a meaning with a remark', '| `1` | rateLimited | not sent, mostly | |', 'rateLimited means "not sent"'],
  ])('error: %s', (_case, row, message) => {
    expect(() => readMappingTable(toy(errorsPage(row)), 'Errors')).toThrow(message);
  });
});
