import { describe, expect, test } from '@jest/globals';

import {
  type Expectation,
  type Observation,
  observe,
  type RecordView,
  newsFor,
  unseen,
} from '../../../activities/feed/observation.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';

const expectation: Expectation = {
  lastSeen: { exchangeStatus: 'pending', status: 'PENDING', txid: null, action: null },
  missing: false,
  confirmMoneyBackMs: 60,
  recordMissingMs: 300,
};
const shown = (status: WithdrawalRecord['status']): RecordView => ({
  kind: 'shown',
  record: { status, exchangeStatus: status.toLowerCase(), txid: null, action: null } as WithdrawalRecord,
});

/** Folds reads, each of 1 ms, and answers what each would have told. */
function told(
  reads: readonly (readonly [atMs: number, view: RecordView])[],
  expecting = expectation,
): (string | null)[] {
  let observation: Observation = unseen;
  return reads.map(([atMs, view]) => {
    observation = observe(observation, view, { beganMs: atMs, endedMs: atMs + 1, longestGapMs: 100 });
    const news = newsFor(observation, expecting);
    return news?.kind === 'changed' ? news.record.status : (news?.kind ?? null);
  });
}

const absent: RecordView = { kind: 'absent' };
const unreadable: RecordView = { kind: 'unreadable' };

describe('observation', () => {
  const cases: readonly [string, readonly (readonly [number, RecordView])[], readonly (string | null)[]][] = [
    [
      'the second read confirms a money-back final',
      [
        [0, shown('FAILED')],
        [60, shown('FAILED')],
        [61, shown('FAILED')],
      ],
      [null, null, 'FAILED'],
    ],
    [
      'one that was absent in between proves nothing with the earlier one',
      [
        [0, shown('FAILED')],
        [30, absent],
        [70, shown('FAILED')],
        [131, shown('FAILED')],
      ],
      [null, null, null, 'FAILED'],
    ],
    [
      'FAILED and then CANCELLED are two different finals',
      [
        [0, shown('FAILED')],
        [70, shown('CANCELLED')],
        [131, shown('CANCELLED')],
      ],
      [null, null, 'CANCELLED'],
    ],
    [
      'an unreadable row in between takes nothing back',
      [
        [0, shown('FAILED')],
        [30, unreadable],
        [70, shown('FAILED')],
      ],
      [null, null, 'FAILED'],
    ],
    [
      'flapping starts anew',
      [
        [0, shown('FAILED')],
        [30, shown('PENDING')],
        [70, shown('FAILED')],
      ],
      [null, null, null],
    ],
    ['delivered needs one read', [[0, shown('L1_COMPLETED')]], ['L1_COMPLETED']],
    [
      'absence counts between reads, a long gap only in part',
      [
        [0, absent],
        [1_000, absent],
        [1_100, absent],
        [1_200, absent],
      ],
      [null, null, null, 'missing'],
    ],
    [
      'an unreadable row is told after as long as a missing one',
      [
        [0, unreadable],
        [1_000, unreadable],
        [1_100, unreadable],
        [1_200, unreadable],
      ],
      [null, null, null, 'missing'],
    ],
    [
      'an absence breaks off what was unreadable',
      [
        [0, unreadable],
        [100, unreadable],
        [200, absent],
        [300, unreadable],
        [400, unreadable],
      ],
      [null, null, null, null, null],
    ],
    [
      'an unreadable row breaks off an absence',
      [
        [0, absent],
        [100, absent],
        [200, unreadable],
        [300, absent],
        [400, absent],
      ],
      [null, null, null, null, null],
    ],
  ];
  test.each(cases)('behavior: %s', (_what, reads, expected) => {
    expect(told(reads)).toEqual(expected);
  });

  test('behavior: even with no time between demanded, a money-back final takes two reads', () => {
    expect(
      told(
        [
          [0, shown('FAILED')],
          [1, shown('FAILED')],
        ],
        { ...expectation, confirmMoneyBackMs: 0 },
      ),
    ).toEqual([null, 'FAILED']);
  });
});
