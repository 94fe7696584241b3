import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { takePlayFolder } from '../../../scripts/play/playFolder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'withdrawals-play-folder-'));
  folder = join(root, '.play');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('takePlayFolder', () => {
  test('makes the folder, and removes it with everything that was written', () => {
    const taken = takePlayFolder(folder);
    taken.write('env', 'export A=1\n');
    writeFileSync(join(folder, 'temporal.db-wal'), '');
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe('export A=1\n');
    taken.remove();
    expect(existsSync(folder)).toBe(false);
    taken.remove();
  });

  test('keeps what a person put beside it', () => {
    const taken = takePlayFolder(folder);
    taken.write('env', '');
    writeFileSync(join(folder, 'notes'), 'mine');
    taken.remove();
    expect(readdirSync(folder)).toEqual(['notes']);
  });

  test('empties the folder of a playground that was killed', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'process'), '2147483646');
    writeFileSync(join(folder, 'temporal.db'), 'old');
    takePlayFolder(folder);
    expect(readdirSync(folder)).toEqual(['process']);
  });

  test('refuses a folder in which a playground runs, and says how to use it', () => {
    takePlayFolder(folder).write('env', 'of the first');
    const how = `\`source ${join(folder, 'env')}\` uses it`;
    const refusal = `A playground runs in ${folder} already (process ${process.pid}): ${how}`;
    expect(() => takePlayFolder(folder)).toThrow(refusal);
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe('of the first');
  });

  test('refuses a folder that holds something else, and touches nothing', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'withdrawals.toml'), 'of production');
    expect(() => takePlayFolder(folder)).toThrow(`--folder: ${folder} holds files that no playground made`);
    expect(readdirSync(folder)).toEqual(['withdrawals.toml']);
  });
});
