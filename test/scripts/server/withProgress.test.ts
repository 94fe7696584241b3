import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { withProgress } from '../../../scripts/server/withProgress.ts';

const tenMinutesMs = 600_000;
const describeCompiling = (seconds: number): string => `compiling … ${seconds} s`;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

async function tenMinutes(isTTY: boolean): Promise<{ lines: string[]; written: string }> {
  const lines: string[] = [];
  let written = '';
  const out = { isTTY, columns: 20, write: (text: string) => (written += text) !== '' };
  const log = (line: string): void => void lines.push(line);
  const work = () => new Promise<string>((resolve) => setTimeout(() => resolve('made'), tenMinutesMs));
  const made = withProgress({ describe: describeCompiling, log, out }, work);
  await jest.advanceTimersByTimeAsync(tenMinutesMs);
  expect(await made).toBe('made');
  return { lines, written };
}

describe('withProgress', () => {
  test('without a terminal: few lines, at distances that double', async () => {
    const { lines, written } = await tenMinutes(false);
    expect(lines).toEqual([0, 30, 60, 120, 240, 480].map(describeCompiling));
    expect(written).toBe('');
  });

  test('on a terminal: one line that is updated, never wraps, and is erased at the end', async () => {
    const { lines, written } = await tenMinutes(true);
    expect(lines).toEqual([]);
    expect(written).not.toContain('\n');
    const updates = written.split('\r\u001b[K');
    expect(updates).toContain('compiling … 599 s');
    for (const update of updates) expect(update.length).toBeLessThan(20);
    expect(updates.at(-1)).toBe('');
  });

  test('a failure is passed on, and nothing is shown after it', async () => {
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const out = { isTTY: false, columns: 80, write: () => true };
    const broken = () => Promise.reject(new Error('Go is not on PATH'));
    await expect(withProgress({ describe: describeCompiling, log, out }, broken)).rejects.toThrow('Go is not on PATH');
    await jest.advanceTimersByTimeAsync(tenMinutesMs);
    expect(lines).toEqual(['compiling … 0 s']);
  });
});
