import { expect, test } from '@jest/globals';

import { type FailureReason, failureDecisions } from '../../../domain/failure.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import { exchanges, finishedExchanges } from '../../../exchanges/registry.ts';
import { faultNames } from '../../../simulator/index.ts';
import { aPort } from '../support/aRequest.ts';
import { benches } from './benches.ts';
import { faultCases, faultTable, requestFaults } from './faultTable.ts';

test('every finished adapter of the registry has a bench, and every fault a decision', () => {
  expect(Object.keys(finishedExchanges).filter((name) => !(name in benches))).toEqual([]);
  expect(Object.keys(faultTable).sort()).toEqual([...faultNames].sort());
});

test('a draft sends nothing, as no account of it can be set up', () => {
  const drafts = Object.values(exchanges).filter(({ id }) => !(id in finishedExchanges));
  // Any adapter would be refused, whatever is written of it.
  const all = Object.values(finishedExchanges).map((definition) => ({ ...definition, draft: true as const }));
  for (const definition of [...drafts, ...all]) {
    const http = aPort([]);
    const settings = { baseUrl: null, credentials: {}, options: null, exchangeAccountId: '1', http, nowMs: Date.now };
    expect(() => createExchange(definition, settings)).toThrow(`${definition.id} draft: expected a finished adapter`);
    expect(http.requests).toEqual([]);
  }
});

test.each(requestFaults)('$title: its reasons mean what the policy says, and a read is tried again', (fault) => {
  const { submit, reason, read } = fault.row;
  for (const one of [reason, ...Object.values(fault.reasonOn)])
    expect(failureDecisions[one as FailureReason].onSubmit).toBe(submit);
  for (const one of read) expect(failureDecisions[one as FailureReason].onRead).toBe('retry');
});

test.each(faultCases.filter((fault) => !requestFaults.includes(fault)))(
  '$title: strikes what is shown, so a submit is accepted',
  ({ row }) => expect(row).toMatchObject({ submit: 'accepted', reason: null, accepted: 1 }),
);
