import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { houseProblems } from '../../scripts/house/houseProblems.ts';
import { measureHouse } from '../../scripts/house/measureHouse.ts';

const root = join(import.meta.dirname, '../..');
let made = '';

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'house-'));
  const folders = ['bench', 'client', 'domain', 'exchanges', 'simulator', 'workers', 'workflows', 'docs', 'test'];
  for (const folder of folders) mkdirSync(join(made, folder));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(made, file)), { recursive: true });
    writeFileSync(join(made, file), text);
  };
  const rule = { 'import/no-cycle': ['error', { ignoreTypes: false }] };
  write('scripts/house/rings.oxlintrc.json', JSON.stringify({ plugins: ['import'], rules: rule }));
  write('domain/tall.ts', 'export {};\n'.repeat(251));
  write('test/tall.test.ts', 'export {};\n'.repeat(251));
  write('domain/wide.ts', `export const fits = '${'§'.repeat(97)}';\n// ${'x'.repeat(118)}\n`);
  write('workers/one.ts', "import type { Two } from './two.ts';\nexport type One = Two | 1;\n");
  write('workers/two.ts', "import type { One } from './one.ts';\nexport type Two = { one: One };\n");
  for (let count = 0; count < 25; count += 1) write(`activities/operation${count}.ts`, 'export {};\n');
  write('activities/submit/helper.ts', 'export {};\n');
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

describe('npm run house', () => {
  test('this tree is in order', () => {
    expect(houseProblems(measureHouse(root))).toEqual([]);
  });

  test('a tall product file, a wide line, a ring of types and a crowded folder are named', () => {
    const house = measureHouse(made);
    expect(house.filesOver250).toEqual(['domain/tall.ts (251)']);
    expect(house.linesOver120).toEqual(['domain/wide.ts:2']);
    expect(house.rings).toEqual(['workers/one.ts', 'workers/two.ts']);
    expect(house.activitiesRoot).toHaveLength(25);
    expect(houseProblems(house)).toEqual([
      'domain/tall.ts (251): split it by meaning, at most 250 lines',
      'domain/wide.ts:2: break the text by meaning, at most 120 columns',
      'workers/one.ts: on a ring of imports; move what both sides need into a file of its own',
      'workers/two.ts: on a ring of imports; move what both sides need into a file of its own',
      'activities/: 25 files at its root; put helpers into the room of their concern',
    ]);
  });
});
