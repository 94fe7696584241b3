import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { deriveClientWithdrawalId } from '../../domain/clientWithdrawalId.ts';
import { failureDecisions, failureReasons } from '../../domain/failure.ts';
import {
  allowedTransitions,
  isFinal,
  isMoneyBack,
  mayFollow,
  withdrawalStatuses,
  type WithdrawalStatus,
} from '../../domain/status.ts';

const anyStatus = fc.constantFrom(...withdrawalStatuses);

describe('status', () => {
  test('behavior: a final status is never left, by any walk', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { maxLength: 30 }), (words) => {
        let current: WithdrawalStatus = 'PENDING';
        let settled: WithdrawalStatus | null = null;
        for (const word of words) {
          if (mayFollow(current, word)) current = word;
          if (settled !== null && current !== settled) return false;
          if (isFinal(current)) settled = current;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });

  test('behavior: nothing leads to UNKNOWN, and final ones have no way out', () => {
    for (const status of withdrawalStatuses) {
      expect(allowedTransitions[status]).not.toContain('UNKNOWN');
      expect(allowedTransitions[status].length === 0).toBe(isFinal(status));
      expect(isMoneyBack(status) && !isFinal(status)).toBe(false);
    }
  });
});

describe('failure decisions', () => {
  test('behavior: every reason is decided, and silence is never a refusal', () => {
    expect(Object.keys(failureDecisions).sort()).toEqual([...failureReasons].sort());
    for (const reason of ['noAnswer', 'unreadableAnswer', 'unknownCode', 'duplicateClientId', 'notFound'] as const)
      expect(failureDecisions[reason].onSubmit).toBe('unknown');
  });
});

describe('deriveClientWithdrawalId', () => {
  test('behavior: the same for the same withdrawal and submission, another for another, never random', () => {
    expect(deriveClientWithdrawalId('uuid', 'w-1', 1)).toMatchInlineSnapshot(`"45438e19-3a41-5d34-8348-288f2f74a905"`);
    expect(deriveClientWithdrawalId('digits', 'w-1', 1)).toMatchInlineSnapshot(`"327063144586810"`);
    expect(deriveClientWithdrawalId('none', 'w-1', 1)).toBeNull();
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (a, b, m, n) =>
          (deriveClientWithdrawalId('uuid', a, m) === deriveClientWithdrawalId('uuid', b, n)) === (a === b && m === n),
      ),
      { numRuns: 500 },
    );
  });
});
