import { describe, expect, test } from '@jest/globals';

import { finishedExchanges } from '../../exchanges/registry.ts';
import { exchangesTable } from '../../scripts/docs/exchangesTable.ts';
import { fakeRegistry } from '../workers/support/fakeRegistry.ts';

describe('exchangesTable', () => {
  test('default', () => {
    expect(exchangesTable(fakeRegistry)[0]).toMatchInlineSnapshot(`
{
  "adapter": "alpha",
  "cancel": "taken now, read back later",
  "clientId": "UUID, derived from ours",
  "feeMode": "inside the amount",
  "lookUp": "by our client id",
  "name": "Alpha",
  "repeatSubmit": "never: one send behind a grant",
}
`);
  });

  test('behavior: every finished adapter has its row, sorted', () => {
    expect(exchangesTable(finishedExchanges).map(({ adapter }) => adapter)).toEqual(
      Object.keys(finishedExchanges).sort(),
    );
  });
});
