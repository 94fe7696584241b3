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

const root = fileURLToPath(new URL('../../', import.meta.url));
const templates = join(root, 'scripts/new-exchange/templates');
const copied = [
  'domain',
  'exchanges',
  'simulator',
  'test/exchanges/support',
  'test/exchanges/conformance',
  'test/support',
  'jest.config.js',
  'tsconfig.json',
  'package.json',
];

let copy = '';
let made: NewExchange;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-exchange-'));
  for (const path of copied) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  made = newExchange(copy, templates, 'toy-bank');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const run = (command: string, ...rest: string[]) =>
  spawnSync(process.execPath, [join(root, 'node_modules', command), ...rest], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' },
  });

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
    expect(readdirSync(join(copy, 'exchanges/toy-bank')).sort()).toEqual(mainFiles);
    for (const adapter of ['bigone', 'bitunix', 'btse'])
      expect(readdirSync(join(root, 'exchanges', adapter))).toEqual(expect.arrayContaining(mainFiles));
    const text = [...made.written, ...made.changed].map((file) => readFileSync(join(copy, file), 'utf8')).join('\n');
    expect(text).not.toMatch(/__(?:name|camel|Pascal|Display)__/);
    for (const file of made.written)
      expect([file, readFileSync(join(copy, file), 'utf8').split('\n').length < 150]).toEqual([file, true]);
    for (const file of [...made.written, ...made.changed]) expect(nextSteps(made)).toContain(file);
  });

  test('compiles, as does a second one beside it', () => {
    newExchange(copy, templates, 'solo');
    writeFileSync(
      join(copy, 'tsconfig.here.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['domain', 'exchanges', 'simulator', 'test/exchanges'] }),
    );
    expect(run('typescript/bin/tsc', '-p', 'tsconfig.here.json').stdout).toBe('');
  });

  test('its tests fail and say what to write; a submit is refused and nothing is sent', () => {
    const { status, stderr } = run(
      'jest/bin/jest.js',
      '--selectProjects',
      'unit',
      '--reporters',
      'default',
      '--testPathPatterns',
      'exchanges/toy-bank',
    );
    expect(status).toBe(1);
    const asked = [...new Set([...stderr.matchAll(/^ +write: (.+)$/gm)].map((found) => found[1]))];
    expect(asked).toHaveLength(5);
    expect(stderr).toContain('not written yet; nothing was sent');
  });

  test.each([
    ['Toy', 'expected lower-case words'],
    ['toy_bank', 'expected lower-case words'],
    ['../toy', 'expected lower-case words'],
    ['', 'expected lower-case words'],
    [`a${'b'.repeat(40)}`, 'at most 40'],
    ['new', 'already means something'],
    ['conformance', 'already means something'],
    ['bigone', 'taken: exchanges/bigone exists'],
    ['edgex-withdraw', 'taken: it stands in exchanges/registry.ts'],
    ['toy-bank', 'taken: exchanges/toy-bank exists'],
  ])('error: %j', (name, message) => {
    const before = execFileSync('ls', ['-R', join(copy, 'exchanges'), join(copy, 'simulator')], { encoding: 'utf8' });
    expect(() => newExchange(copy, templates, name)).toThrow(message);
    expect(execFileSync('ls', ['-R', join(copy, 'exchanges'), join(copy, 'simulator')], { encoding: 'utf8' })).toBe(
      before,
    );
  });

  test('a shared file of another form: says what to add where, and writes nothing', () => {
    writeFileSync(join(copy, 'simulator/ledger.ts'), '');
    expect(() => newExchange(copy, templates, 'late')).toThrow(
      'simulator/ledger.ts has another form than scripts/new-exchange/sharedEdits.ts expects: add "| \'late\'" by hand',
    );
    expect(existsSync(join(copy, 'exchanges/late'))).toBe(false);
  });
});
