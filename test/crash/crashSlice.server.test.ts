import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { crashScenarios } from '../../scripts/crash-matrix/crashScenarios.ts';
import { crashSlice } from '../../scripts/crash-matrix/crashTable.ts';
import { runMatrix, type RunningMatrix } from '../../scripts/crash-matrix/runMatrix.ts';
import { temporalAddress } from '../support/temporalAddress.ts';

/** Nearly all rows at a time: a row does hardly more than wait for Temporal's time-outs. */
const parallel = 24;
const boundMs = 900_000;
const paths = {
  delivered: 'SUBMITTING → SETTLED',
  cancelled: 'CANCELLING → SETTLED',
  neverSent: 'SUBMITTING → SETTLED',
  confirmedNotSent: 'NEEDS_REVIEW → SETTLED',
  refused: 'VALIDATING → SETTLED',
} as const;
const rows = crashSlice.map(({ scenario, adapter, point }, index) => {
  const { end, title } = crashScenarios[scenario];
  return { index, title: `${paths[end]} (${title}; ${adapter.adapter}, killed at ${point})` };
});

let running: RunningMatrix;
beforeAll(() => {
  running = runMatrix(crashSlice, {
    address: temporalAddress(),
    dist: fileURLToPath(new URL('../../dist/', import.meta.url)),
    parallel,
  });
});
afterAll(() => running.over, boundMs);

describe('a process killed with SIGKILL: every point of the crash matrix once', () => {
  test.each(rows)(
    '$title',
    async ({ index }) => {
      expect((await running.plays[index])?.problems).toEqual([]);
    },
    boundMs,
  );
});
