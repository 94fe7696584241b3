import { writeSync } from 'node:fs';

import { crashPoints, type CrashPoint } from '../../activities/crashPoints.ts';
import { hint } from '../config/describeIssues.ts';
import { StartupError } from '../startupError.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Arm = (text: string) => void;

/**
 * `WITHDRAWALS_CRASH_AT=<name>[:<n>]`, as name and hit. Throws StartupError when it is not of that form or no
 * such point exists.
 */
export function parseCrashPoint(text: string): { readonly name: CrashPoint; readonly hit: number } {
  const [, written = '', hit = '1'] = /^([\w.-]+?)(?::([1-9]\d{0,5}))?$/.exec(text) ?? [];
  const name = crashPoints.find((point) => point === written);
  if (name !== undefined) return { name, hit: Number(hit) };
  throw new StartupError([
    `WITHDRAWALS_CRASH_AT: expected <name> or <name>:<n>, such as submit.afterGrant:2${hint(written, crashPoints)}`,
  ]);
}

/**
 * For crash tests: ends this process without any clean-up at the n-th pass of a named point, set in the
 * environment or later by the parent process. Does nothing unless `WITHDRAWALS_ALLOW_CRASH_POINTS=1` says
 * that this process may be killed.
 */
export function createCrashPoint(
  env: Environment,
  kill: (name: CrashPoint) => void = killThisProcess,
  hear: (arm: Arm) => void = hearParent,
): (name: CrashPoint) => void {
  if (env['WITHDRAWALS_ALLOW_CRASH_POINTS'] !== '1') return () => {};
  let wanted: ReturnType<typeof parseCrashPoint> | null = null;
  let passes = 0;
  const arm = (text: string): void => {
    wanted = parseCrashPoint(text);
    passes = 0;
  };
  const atStart = env['WITHDRAWALS_CRASH_AT'] ?? '';
  if (atStart !== '') arm(atStart);
  hear(arm);
  return (passed) => {
    if (passed !== wanted?.name) return;
    passes += 1;
    if (passes === wanted.hit) kill(passed);
  };
}

/** Armed by a message such as `{ crashAt: 'submit.afterSend' }`, and told back. */
function hearParent(arm: Arm): void {
  process.on('message', (message) => {
    if (
      typeof message !== 'object' ||
      message === null ||
      !('crashAt' in message) ||
      typeof message.crashAt !== 'string'
    )
      return;
    arm(message.crashAt);
    process.send?.('armed');
  });
}

/** Says where, so that a test can tell this death from any other. */
function killThisProcess(name: CrashPoint): void {
  writeSync(2, `crash point ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}
