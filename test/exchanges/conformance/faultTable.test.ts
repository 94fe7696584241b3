import { expect, test } from '@jest/globals';

import { type FailureReason, failureDecisions } from '../../../domain/failure.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { faultNames } from '../../../simulator/index.ts';
import { benches } from './benches.ts';
import { faultCases, faultTable, requestFaults } from './faultTable.ts';

test('every adapter of the registry has a bench, and every fault a decision', () => {
  expect(Object.keys(exchanges).filter((name) => !(name in benches))).toEqual([]);
  expect(Object.keys(faultTable).sort()).toEqual([...faultNames].sort());
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
