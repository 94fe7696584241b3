import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';

import type { CommandContext } from '../../client/cli/commandContext.ts';
import { createProgram } from '../../client/cli/program.ts';
import { attentionReasons } from '../../domain/attention.ts';
import { renderReadme } from '../../scripts/docs/renderReadme.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('README.md', () => {
  test('its generated parts are current (npm run docs)', () => {
    expect(read('README.md')).toBe(renderReadme(read('README.md'), root));
  });

  test('no row of a table is over 200 characters', () => {
    const rows = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => row.length > 200)).toEqual([]);
  });

  const commands = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('npx withdrawals '));
  test.each(commands)('`%s` is a command with these options', (line) => {
    const context = {
      io: { stdout: () => {}, stderr: () => {} },
      seams: { probe: () => {}, exchanges: () => {} },
    } as unknown as CommandContext;
    const words = line
      .replace(/"[^"]*"/g, 'text')
      .split(' ')
      .slice(2);
    let command: Command = createProgram(context, false);
    for (let next = find(command, words[0]); next !== undefined; next = find(command, words[0])) {
      command = next;
      words.shift();
    }
    expect(command.name()).not.toBe('withdrawals');
    for (const option of words.filter((word) => word.startsWith('--')))
      expect(command.options.map((one) => one.long)).toContain(option);
  });

  test('its pictures exist (npm run screenshots)', () => {
    for (const [, file = ''] of read('README.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect([file, exists(file)]).toEqual([file, true]);
  });

  test('its npm scripts exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, name] of `${read('README.md')}${read('ARCHITECTURE.md')}`.matchAll(/npm run ([a-z:-]+)/g))
      expect(Object.keys(scripts)).toContain(name);
  });
});

describe('the other documents', () => {
  test('operating.md explains every attention reason', () => {
    for (const reason of attentionReasons) expect(read('docs/operating.md')).toContain(`| \`${reason}\` |`);
  });

  test('files and folders that ARCHITECTURE.md and the README name exist', () => {
    const names = `${read('ARCHITECTURE.md')}${read('README.md')}`.matchAll(
      /`((?:domain|workflows|activities|exchanges|client|workers|simulator|scripts|test|docs)\/[\w./-]*\w)`/g,
    );
    for (const [, name = ''] of names) expect([name, exists(name)]).toEqual([name, true]);
  });

  test('every adapter has its MAPPING.md', () => {
    const adapters = readdirSync(join(root, 'exchanges'), { withFileTypes: true, recursive: true }).filter(
      (entry) => entry.isFile() && entry.name === 'adapter.ts',
    );
    expect(adapters.length).toBeGreaterThan(1);
    for (const adapter of adapters) expect(readdirSync(adapter.parentPath)).toContain('MAPPING.md');
  });
});

function find(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((one) => one.name() === name);
}

function exists(name: string): boolean {
  return existsSync(join(root, name));
}
