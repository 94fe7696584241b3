import { readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { suites } from './support/calls.ts';
import { fuzz } from './support/fuzzSuite.ts';

test('every call of the documents is fuzzed', () => {
  const listed = [...readFileSync('docs/endpoints.md', 'utf8').matchAll(/^\| (GET|POST|DELETE) `([^`]+)`/gm)].map(
    ([, method, path]) => `${method} ${path}`,
  );
  expect(listed.length).toBeGreaterThan(40);
  const fuzzed = new Set(suites.flatMap(({ calls }) => calls.map(([endpoint]) => endpoint)));
  expect(listed.filter((endpoint) => !fuzzed.has(endpoint))).toEqual([]);
});

fuzz(suites.filter(({ adapter }) => !adapter.startsWith('edgex-')));
