import { describe, expect, test } from '@jest/globals';

import { readWorkerArguments } from '../../workers/process/readWorkerArguments.ts';

function read(...argv: string[]): { exitCode: 0 | 2 | null; stdout: string; stderr: string } {
  let stdout = '';
  let stderr = '';
  const exitCode = readWorkerArguments({
    argv,
    version: '1.2.3',
    stdout: { write: (text) => void (stdout += text) },
    stderr: { write: (text) => void (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

describe('readWorkerArguments', () => {
  test('behavior: without arguments the worker starts', () => {
    expect(read()).toEqual({ exitCode: null, stdout: '', stderr: '' });
  });

  test.each(['--help', '-h'])('behavior: %s is help, and starts nothing', (flag) => {
    const { exitCode, stdout, stderr } = read(flag);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/Usage: withdrawals-worker[^]*WITHDRAWALS_CONFIG[^]*Exit codes/);
  });

  test('behavior: --version', () => {
    expect(read('--version')).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });

  test.each([['--hlep'], ['start'], ['--config=x.toml'], ['-v']])('error: %s is refused by its name', (argument) => {
    const { exitCode, stdout, stderr } = read(argument);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(argument.split('=')[0] ?? '');
  });
});
