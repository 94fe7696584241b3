import { writeSync } from 'node:fs';

import { crashPoints, type CrashPoint } from '../../activities/crashPoints.ts';
import { hint } from '../config/suggest.ts';
import { StartupError } from '../startupError.ts';

type Environment = Readonly<Record<string, string | undefined>>;
/** Sets the point to die at, from text of the form that `parseCrashPoint` reads. */
type Arm = (text: string) => void;

/**
 * Reads `<name>[:<n>]`, the value of WITHDRAWALS_CRASH_AT. Throws StartupError when it has another form or no such
 * point exists.
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
 * For crash tests: kills this process, without any clean-up, when it passes a named point for the n-th time. The point
 * is set by `WITHDRAWALS_CRASH_AT` or, later, by the parent process. Does nothing unless
 * `WITHDRAWALS_ALLOW_CRASH_POINTS=1` allows it.
 */
export function createCrashPoint(
  env: Environment,
  kill: (name: CrashPoint) => void = killThisProcess,
  listen: (arm: Arm) => void = listenToParent,
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
  listen(arm);
  return (passed) => {
    if (passed !== wanted?.name) return;
    passes += 1;
    if (passes === wanted.hit) kill(passed);
  };
}

/** Arms the point that the parent sends in a message such as `{ crashAt: 'submit.afterSend' }`, and answers `armed`. */
function listenToParent(arm: Arm): void {
  process.on('message', (message) => {
    if (!isArmMessage(message)) return;
    arm(message.crashAt);
    process.send?.('armed');
  });
}

function isArmMessage(message: unknown): message is { readonly crashAt: string } {
  return typeof message === 'object' && message !== null && 'crashAt' in message && typeof message.crashAt === 'string';
}

/** Writes the name of the point first, so that a test can tell this death from any other. */
function killThisProcess(name: CrashPoint): void {
  writeSync(2, `crash point ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}
