import type { Logger as TemporalLogger, LogLevel, LogMetadata } from '@temporalio/common';
import type { Logger } from 'pino';

/** Our log as the logger of Temporal's SDK, workflows and activities. */
export function toTemporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}): void =>
    log[expectedWarning.test(message) ? 'debug' : pinoLevels[level]](plainMeta(meta), message);
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

const pinoLevels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** Warnings to expect: each of our workers serves one kind of task, and the SDK warns of the kinds it does not. */
const expectedWarning = /^No (?:workflows|activities|Nexus services) registered, not polling/;

/**
 * Leaves out task tokens, with which anybody could complete a task. Writes bigint (the SDK's times in nanoseconds) as
 * text, because JSON has no bigint.
 */
function plainMeta(meta: LogMetadata): Record<string, unknown> {
  const shown = Object.entries(meta).filter(([key]) => key !== 'taskToken');
  return Object.fromEntries(
    shown.map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : (value as unknown)]),
  );
}
