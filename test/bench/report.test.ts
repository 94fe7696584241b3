import { readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { duration, replaceSection, table } from '../../bench/report/markdown.ts';
import { figuresOf } from '../../bench/report/plainSection.ts';
import { barSvg, lineSvg } from '../../bench/report/plots.ts';

test('a table: figures to the right, what is missing left empty', () => {
  expect(
    table(
      ['form', 'calls'],
      [
        ['ours', 71],
        ['loop', null],
      ],
    ),
  ).toBe('| form | calls |\n|---|---:|\n| ours | 71 |\n| loop |  |');
});

test('a section is replaced between its markers and nowhere else', () => {
  const page = 'a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nb';
  expect(replaceSection(page, 'x', 'new')).toBe('a\n<!-- bench:x -->\nnew\n<!-- /bench:x -->\nb');
  expect(() => replaceSection(page, 'y', 'new')).toThrow('no markers of section y');
});

test('the page has a place for every bench', () => {
  const page = readFileSync('docs/performance.md', 'utf8');
  for (const section of ['follow', 'limit', 'submit', 'capacity', 'growth'])
    expect(replaceSection(page, section, '_x_')).toContain(`<!-- bench:${section} -->\n_x_`);
});

test('durations', () => {
  expect([12.3, 999, 1_234, 61_000, 123_456].map(duration)).toEqual(['12 ms', '999 ms', '1.23 s', '61.0 s', '123 s']);
});

test('figures of any result, by their path', () => {
  expect(figuresOf({ a: { b: 1, c: null }, d: 'x', e: [2] })).toEqual([
    ['a.b', 1],
    ['d', 'x'],
    ['e.0', 2],
  ]);
});

test('plots are SVG that names its series', () => {
  const bars = barSvg({ title: 'cost', unit: 's', categories: ['CPU'], series: { ours: [1], loop: [20] } });
  const lines = lineSvg({
    title: 'growth',
    x: 'size',
    y: 'cost',
    series: {
      ours: [
        [1, 1],
        [16, 4],
      ],
    },
  });
  for (const svg of [bars, lines]) expect(svg).toMatch(/^<svg [\s\S]*ours[\s\S]*<\/svg>\n$/);
});
