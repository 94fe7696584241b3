import { afterAll, describe, test } from '@jest/globals';
import { crashRows } from './crashTable.ts';
import { playCrash } from './playCrash.ts';
import { createWorkerProcesses } from './support.ts';

const processes = createWorkerProcesses();
afterAll(() => processes.end());

describe('bitunix: a worker killed with SIGKILL', () => {
  test.concurrent.each(crashRows)('$title', (row) => playCrash(processes, 'bitunix', row));
});
