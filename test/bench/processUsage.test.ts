import { expect, test } from '@jest/globals';

import { cpuOfStat, cpuSeconds, memoryBytes, memoryOfStatus } from '../../bench/support/processUsage.ts';

test('CPU: user and system time, whatever the command is called', () => {
  const fields = ['S', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '250', '150', '99', '99'];
  expect(cpuOfStat(`4711 (a ) b (c) ${fields.join(' ')}`)).toBe(4);
});

test('memory: resident, in bytes', () => {
  expect(memoryOfStatus('Name:\tnode\nVmRSS:\t    1024 kB\nThreads:\t11\n')).toBe(1_048_576);
});

test('this process uses both, one that is gone neither', () => {
  expect(cpuSeconds([process.pid])).toBeGreaterThan(0);
  expect(memoryBytes(process.pid)).toBeGreaterThan(1_000_000);
  expect(cpuSeconds([2 ** 22 + 1])).toBe(0);
  expect(memoryBytes(2 ** 22 + 1)).toBe(0);
});
