import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { findChromium } from '../../../scripts/screenshots/findChromium.ts';
import { takeScreenshot } from '../../../scripts/screenshots/takeScreenshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function executable(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('findChromium', () => {
  const browser = executable('chromium-browser', 'exit 0');

  test('by its usual names on PATH, or by CHROMIUM', () => {
    const other = executable('other', 'exit 0');
    expect(findChromium({ PATH: folder, CHROMIUM: '' })).toBe(browser);
    expect(findChromium({ PATH: folder, CHROMIUM: other })).toBe(other);
  });

  test('a CHROMIUM that does not exist is an error, whatever is on PATH', () => {
    expect(() => findChromium({ PATH: folder, CHROMIUM: '/no/such' })).toThrow('/no/such does not exist');
  });

  test('none: the error says what to install and where to name it', () => {
    expect(() => findChromium({ PATH: join(folder, 'none') })).toThrow(/Install it .*apt install chromium.*CHROMIUM/);
  });
});

describe('takeScreenshot', () => {
  const told = join(folder, 'told');
  const fake = executable('fake', `printf '%s\\n' "$@" > ${told}; echo '<p>withdrawal/w-1 Completed</p>'`);
  const picture = { file: join(folder, 'list.png'), url: 'http://localhost:1/list', width: 1_440, height: 1_000 };

  test('a page that shows everything: the picture is taken with a profile of its own, which is removed', async () => {
    await takeScreenshot(fake, { ...picture, shows: ['withdrawal/w-1', 'Completed'] });
    const args = readFileSync(told, 'utf8').trim().split('\n');
    expect(args).toEqual(
      expect.arrayContaining(['--headless', '--window-size=1440,1000', `--screenshot=${picture.file}`]),
    );
    expect(args.at(-1)).toBe(picture.url);
    const profile = args.find((arg) => arg.startsWith('--user-data-dir='))?.slice('--user-data-dir='.length) ?? '';
    expect([profile.startsWith(tmpdir()), existsSync(profile)]).toEqual([true, false]);
  });

  test('a page that is still loading is an error that names what it lacks', async () => {
    const shows = ['Completed', 'moneyLeft'];
    await expect(takeScreenshot(fake, { ...picture, shows })).rejects.toThrow(
      'http://localhost:1/list does not show moneyLeft',
    );
  });

  test('a browser that fails is an error', async () => {
    const broken = executable('broken', 'exit 3');
    await expect(takeScreenshot(broken, { ...picture, shows: [] })).rejects.toThrow('Command failed');
  });
});
