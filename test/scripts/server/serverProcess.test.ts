import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { startServerProcess } from '../../../scripts/server/serverProcess.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'withdrawals-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (binary: string, ...args: string[]) =>
  startServerProcess(binary, args, join(folder, 'log'), join(folder, 'temporary'));

describe('startServerProcess', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'behavior: after end(%s) the process is gone, and ending it again does nothing',
    async (signal) => {
      const running = start('/bin/sh', '-c', 'exec cat /dev/zero > /dev/null');
      expect(running.hasExited()).toBe(false);
      await running.end(signal);
      expect(running.hasExited()).toBe(true);
      expect(() => process.kill(running.pid, 0)).toThrow('ESRCH');
      await running.end(signal);
    },
  );

  test('behavior: neither secrets nor TEMPORAL_* settings reach the server', async () => {
    process.env['TEMPORAL_NAMESPACE'] = 'elsewhere';
    const running = start('/bin/sh', '-c', 'echo "namespace=$TEMPORAL_NAMESPACE"; kill -STOP $$');
    delete process.env['TEMPORAL_NAMESPACE'];
    for (;;) {
      if (running.lastWords().startsWith('namespace=')) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await running.end('SIGKILL');
    expect(running.lastWords()).toBe('namespace=');
  });

  test('error: a binary that is not there counts as exited, with the reason', () => {
    const absent = start(join(folder, 'absent'));
    expect(absent.hasExited()).toBe(true);
    expect(absent.pid).toBe(0);
  });
});
