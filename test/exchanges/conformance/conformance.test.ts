import { expect, test } from '@jest/globals';

import { createExchange } from '../../../exchanges/createExchange.ts';
import { exchanges, finishedExchanges } from '../../../exchanges/registry.ts';
import { faultNames } from '../../../simulator/index.ts';
import { aPort } from '../support/aRequest.ts';
import { benches } from './benches.ts';
import { faultTable } from './faultTable.ts';
import { conformanceOf } from './suite.ts';

const finished = Object.keys(finishedExchanges);

test('every finished adapter of the registry has a bench, and every fault a decision', () => {
  expect(finished.filter((name) => !(name in benches))).toEqual([]);
  expect(Object.keys(faultTable).sort()).toEqual([...faultNames].sort());
});

test('a draft sends nothing, as no account of it can be set up', () => {
  const drafts = Object.values(exchanges).filter(({ id }) => !finished.includes(id));
  // Any adapter would be refused, whatever is written of it.
  const all = Object.values(finishedExchanges).map((definition) => ({ ...definition, draft: true as const }));
  for (const definition of [...drafts, ...all]) {
    const http = aPort([]);
    const settings = { baseUrl: null, credentials: {}, options: null, exchangeAccountId: '1', http, nowMs: Date.now };
    expect(() => createExchange(definition, settings)).toThrow(`${definition.id} draft: expected a finished adapter`);
    expect(http.requests).toEqual([]);
  }
});

// edgeX signs on a curve and takes as long as all others together: a file of its own runs beside this one.
conformanceOf(finished.filter((name) => !name.startsWith('edgex-')));
