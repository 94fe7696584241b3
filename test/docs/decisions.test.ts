import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

const folder = join(import.meta.dirname, '../../docs/decisions');
const files = readdirSync(folder).filter((file) => file !== 'README.md');

describe('docs/decisions', () => {
  test('are numbered from 0001 on without a hole', () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });

  test.each(files)('%s begins with its number and stands in the index under its own title', (file) => {
    const [title = ''] = readFileSync(join(folder, file), 'utf8').split('\n');
    const [number = '', ...words] = title.replace(/^# /, '').split(' ');
    expect(file.slice(0, 4)).toBe(number);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`| [${number}](${file}) | ${words.join(' ')} |`);
  });
});
