import { describe, expect, test } from '@jest/globals';

import { listWithdrawals } from '../../../client/listWithdrawals.ts';
import { nearest } from '../../../client/nearest.ts';
import { listQuery, quoteValue } from '../../../client/temporal/listQuery.ts';

describe('listQuery', () => {
  test.each([
    ['plain', "'plain'"],
    ["it's", "'it\\'s'"],
    ["x' OR 1=1 --", "'x\\' OR 1=1 --'"],
    ['back\\slash', "'back\\\\slash'"],
    ["\\' OR account = '", "'\\\\\\' OR account = \\''"],
    ['', "''"],
  ])('behavior: %j is quoted as %s', (value, quoted) => {
    expect(quoteValue(value)).toBe(quoted);
  });

  test('behavior: all conditions hold together', () => {
    expect(listQuery({ account: 'bigone/treasury', phase: 'FOLLOWING', open: true })).toBe(
      "WorkflowType = 'withdrawalWorkflow' AND ExecutionStatus != 'ContinuedAsNew'" +
        " AND account = 'bigone/treasury' AND phase = 'FOLLOWING' AND ExecutionStatus = 'Running'",
    );
  });

  test('behavior: attention covers accounts and late watches, open ones', () => {
    const query = listQuery({ attention: 'any' });
    expect(query).toContain("WorkflowType IN ('withdrawalWorkflow', 'accountWorkflow', 'lateWatchWorkflow')");
    expect(query).toContain("attention IN ('review', 'lateContradiction'");
    expect(query).toContain("ExecutionStatus = 'Running'");
    expect(listQuery({ attention: 'review' })).toContain("attention = 'review'");
  });

  test.each([{ phase: 'DONE' }, { status: "x' OR 'a' = 'a" }, { attention: 'boredom' }, { limit: 0 }, { limit: 1.5 }])(
    'error: %j is refused before anything is asked',
    (filter) => {
      expect(() => listWithdrawals(undefined as never, filter as never)).toThrow(/expected/);
    },
  );
});

describe('nearest', () => {
  test('behavior: the nearest come first, strangers not at all', () => {
    expect(nearest('payout-1042', ['payout-1043', 'payout-1402', 'refund-9', 'payout-1042x'])).toEqual([
      'payout-1042x',
      'payout-1043',
      'payout-1402',
    ]);
    expect(nearest('abc', ['xyz'])).toEqual([]);
  });
});
