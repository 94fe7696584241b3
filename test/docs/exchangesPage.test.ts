import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { exchanges, finishedExchanges, type AnyExchangeDefinition } from '../../exchanges/registry.ts';
import { renderExchangesPage } from '../../scripts/docs/renderExchangesPage.ts';
import { fakeRegistry } from '../workers/support/fakeRegistry.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/exchanges.md'), 'utf8');

describe('docs/exchanges.md', () => {
  test('is current (npm run docs)', () => {
    expect(page).toBe(renderExchangesPage(finishedExchanges, root));
  });

  test('no row of a table is over 200 characters', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => row.length > 200)).toEqual([]);
  });

  test('its links to the MAPPING.md of adapters lead to the right page', () => {
    const links = [...page.matchAll(/\]\(\.\.\/(\S+)\)/g)].map(([, file = '']) => file);
    expect(links.length).toBeGreaterThan(3);
    for (const file of links) expect(readFileSync(join(root, file), 'utf8')).toMatch(/^# /);
  });
});

describe('renderExchangesPage', () => {
  const { bigone } = exchanges as { bigone: AnyExchangeDefinition };

  test('a word that decides nothing is shown so, and every other one that may come', () => {
    const statusTable = { done: 'L1_COMPLETED', lapsed: 'UNKNOWN', 'a|b': 'FAILED' } as const;
    const text = renderExchangesPage({ bigone: { ...bigone, statusTable } }, root);
    expect(text.slice(text.indexOf("| the exchange's word"))).toMatchInlineSnapshot(`
"| the exchange's word | our status | decides |
| --- | --- | --- |
| \`done\` | \`L1_COMPLETED\` | delivered |
| \`lapsed\` | \`UNKNOWN\` | nothing |
| \`a\\|b\` | \`FAILED\` | money back, once it was read twice |
| any other | \`UNKNOWN\` | nothing |
"
`);
  });

  test('an adapter without MAPPING.md is an error that names it', () => {
    expect(() => renderExchangesPage(fakeRegistry, root)).toThrow('alpha has no MAPPING.md');
  });
});
