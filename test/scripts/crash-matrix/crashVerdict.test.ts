import { describe, expect, test } from '@jest/globals';

import type { WithdrawalResult } from '../../../domain/state.ts';
import { crashRows, notApplicable } from '../../../scripts/crash-matrix/crashTable.ts';
import { diedAt } from '../../../scripts/crash-matrix/diedAt.ts';
import { judgeCrash } from '../../../scripts/crash-matrix/judgeCrash.ts';
import { matrixReport, matrixTable } from '../../../scripts/crash-matrix/matrixReport.ts';
import type { PlayedCrash } from '../../../scripts/crash-matrix/playCrash.ts';

/** All that the judge reads of a result. */
function resultOf(status: string | null, moneyLeft: string, by: string): WithdrawalResult {
  return { status, moneyLeft, settlement: { by } } as unknown as WithdrawalResult;
}

const delivered = resultOf('L1_COMPLETED', 'yes', 'record');
const neverSent = resultOf(null, 'no', 'cancelBeforeSubmit');

describe('judgeCrash', () => {
  test.each([
    ['delivered', delivered, { accepted: 1, left: 1 }],
    ['neverSent', neverSent, { accepted: 0, left: 0 }],
    ['confirmedNotSent', resultOf('FAILED', 'no', 'resolution'), { accepted: 0, left: 0 }],
  ] as const)('default: %s', (end, result, ledger) => {
    expect(judgeCrash(end, result, ledger)).toEqual([]);
  });

  test.each([
    [
      'sent twice',
      'delivered',
      delivered,
      { accepted: 2, left: 2 },
      ['accepted is 2, expected 1', 'left is 2, expected 1'],
    ],
    [
      'lost, though it says delivered',
      'delivered',
      delivered,
      { accepted: 0, left: 0 },
      ['accepted is 0, expected 1', 'left is 0, expected 1'],
    ],
    [
      'paid out, though it says never sent',
      'neverSent',
      neverSent,
      { accepted: 1, left: 1 },
      ['accepted is 1, expected 0', 'left is 1, expected 0'],
    ],
    [
      'a false final',
      'delivered',
      resultOf('FAILED', 'no', 'record'),
      { accepted: 1, left: 1 },
      ['status is FAILED, expected L1_COMPLETED', 'moneyLeft is no, expected yes'],
    ],
  ] as const)('error: %s', (_what, end, result, ledger, problems) => {
    expect(judgeCrash(end, result, ledger)).toEqual(problems);
  });
});

describe('diedAt', () => {
  test('default: killed at the point', async () => {
    await expect(
      diedAt(Promise.resolve({ how: 'SIGKILL', lastWords: 'crash point submit.afterSend\n' }), 'submit.afterSend'),
    ).resolves.toBeUndefined();
  });

  test.each([
    ['killed by something else', { how: 'SIGKILL', lastWords: '' }],
    ['killed at another point', { how: 'SIGKILL', lastWords: 'crash point submit.beforeGrant\n' }],
    ['ended in order', { how: '0', lastWords: 'crash point submit.afterSend\n' }],
  ])('error: %s', async (_what, end) => {
    await expect(diedAt(Promise.resolve(end), 'submit.afterSend')).rejects.toThrow(
      'elsewhere than at submit.afterSend',
    );
  });
});

describe('matrixReport', () => {
  const [row] = crashRows;
  if (row === undefined) throw new Error('the matrix is empty');
  const play = (change: Partial<PlayedCrash>): PlayedCrash => ({
    row,
    ledger: { accepted: 1, left: 1 },
    settled: true,
    problems: [],
    seconds: 3,
    ...change,
  });

  test('default: counts what failed, was sent twice and was lost', () => {
    const played = [
      play({}),
      play({ ledger: { accepted: 2, left: 1 }, problems: ['accepted is 2'] }),
      play({ settled: false, problems: ['no process came to it'] }),
    ];
    expect(matrixReport(played, notApplicable.slice(0, 2), 61.4)).toMatchObject({
      played: 3,
      notApplicable: 2,
      failed: 2,
      doubleSends: 1,
      lost: 1,
      wallSeconds: 61,
    });
  });

  test('default: the table tells each cell, and why others are empty', () => {
    const [excused] = notApplicable;
    const table = matrixTable([play({ problems: ['left is 2'] })], notApplicable.slice(0, 1));
    expect(table).toContain('FAILED');
    expect(table).toContain(`- ${excused?.adapter.adapter}: ${excused?.because} (${excused?.point})`);
  });
});
