import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { newExchange, type NewExchange } from '../../scripts/new-exchange/newExchange.ts';
import { nextSteps } from '../../scripts/new-exchange/nextSteps.ts';

/* That the whole project stays green is in newExchange.slow.test.ts. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const templates = join(root, 'scripts/new-exchange/templates');
const copied = ['exchanges', 'simulator', 'test/exchanges/conformance', '.oxfmtrc.json'];
const name = 'made-up-by-a-test';

let copy = '';
let made: NewExchange;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-exchange-'));
  for (const path of copied) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  made = newExchange(copy, templates, name);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const textOf = (file: string) => readFileSync(join(copy, file), 'utf8');
const listing = () =>
  execFileSync('ls', ['-R', join(copy, 'exchanges'), join(copy, 'simulator')], { encoding: 'utf8' });

describe('npm run new-exchange', () => {
  test('writes the eight files of an adapter, its simulator and its tests, and tells what is next', () => {
    const mainFiles = [
      'MAPPING.md',
      'adapter.ts',
      'client.ts',
      'config.ts',
      'index.ts',
      'mapping.ts',
      'sign.ts',
      'wire.ts',
    ];
    expect(readdirSync(join(copy, 'exchanges', name)).sort()).toEqual(mainFiles);
    for (const adapter of ['bigone', 'bitunix', 'btse'])
      expect(readdirSync(join(root, 'exchanges', adapter))).toEqual(expect.arrayContaining(mainFiles));
    const text = [...made.written, ...made.changed].map(textOf).join('\n');
    expect(text).not.toMatch(/__(?:name|camel|Pascal|Display)__/);
    for (const file of [...made.written, ...made.changed]) expect(nextSteps(made)).toContain(file);
  });

  test('writes files that are short, in lines that are short, and formatted', () => {
    const long = made.written.filter((file) => textOf(file).split('\n').length >= 150);
    expect(long).toEqual([]);
    const files = [...made.written, ...made.changed];
    const wide = files.flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => line.length > 120),
    );
    expect(wide).toEqual([]);
    const oxfmt = join(copy, 'node_modules/oxfmt/bin/oxfmt');
    const checked = files.filter((file) => file.endsWith('.ts'));
    const { status, stdout } = spawnSync(process.execPath, [oxfmt, '--check', ...checked], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('All matched files use the correct format')]);
  });

  test('writes a draft', () => {
    expect(textOf(`exchanges/${name}/index.ts`)).toMatch(/^ {2}draft: true,$/m);
  });

  test.each([
    ['Toy', 'expected lower-case words'],
    ['toy_bank', 'expected lower-case words'],
    ['../toy', 'expected lower-case words'],
    ['', 'expected lower-case words'],
    [`a${'b'.repeat(24)}`, 'at most 24'],
    ['new', 'already means something'],
    ['conformance', 'already means something'],
    ['bigone', 'taken: exchanges/bigone exists'],
    ['edgex-withdraw', 'taken: it stands in exchanges/registry.ts'],
    [name, `taken: exchanges/${name} exists`],
  ])('error: %j', (taken, message) => {
    const before = listing();
    expect(() => newExchange(copy, templates, taken)).toThrow(message);
    expect(listing()).toBe(before);
  });

  test('error: the formatter is not installed, and nothing is written', () => {
    rmSync(join(copy, 'node_modules'));
    expect(() => newExchange(copy, templates, 'late')).toThrow('oxfmt, a devDependency, is not installed');
    expect(existsSync(join(copy, 'exchanges/late'))).toBe(false);
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });

  test('a shared file of another form: says what to add where, and writes nothing', () => {
    writeFileSync(join(copy, 'simulator/ledger.ts'), '');
    expect(() => newExchange(copy, templates, 'late')).toThrow(
      'simulator/ledger.ts has another form than scripts/new-exchange/sharedEdits.ts expects: ' +
        'add "| \'late\'" by hand',
    );
    expect(existsSync(join(copy, 'exchanges/late'))).toBe(false);
  });
});
