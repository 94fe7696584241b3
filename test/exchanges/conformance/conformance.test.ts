import { expect, test } from '@jest/globals';

import { exchanges } from '../../../exchanges/registry.ts';
import { faultNames } from '../../../simulator/index.ts';
import { benches } from './benches.ts';
import { faultTable } from './faultTable.ts';
import { conformanceOf } from './suite.ts';

test('every adapter of the registry has a bench, and every fault a decision', () => {
  expect(Object.keys(exchanges).filter((name) => !(name in benches))).toEqual([]);
  expect(Object.keys(faultTable).sort()).toEqual([...faultNames].sort());
});

// edgeX signs on a curve and takes as long as all others together: a file of its own runs beside this one.
conformanceOf(Object.keys(exchanges).filter((name) => !name.startsWith('edgex-')));
