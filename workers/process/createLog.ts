import type { Logger as TemporalLogger, LogLevel, LogMetadata } from '@temporalio/common';
import { destination, type Logger, pino } from 'pino';

import type { FileConfig } from '../config/configSchema.ts';
import { describeError } from './describeError.ts';

/** One JSON line per event on stderr, written before the call returns: a killed process has said all it meant to. */
export function createLog(level: FileConfig['log']['level']): Logger {
  const options = {
    level,
    serializers: { error: describeError, err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination({ fd: 2, sync: true }));
}

/** The same log for Temporal's SDK, workflows and activities. */
export function toTemporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}): void =>
    log[expected.test(message) ? 'debug' : pinoLevels[level]](plainMeta(meta), message);
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

/** Each of our workers serves one kind of task only, and the SDK warns of what the others would be. */
const expected = /^No (?:workflows|activities|Nexus services) registered, not polling/;

/** Task tokens could complete a task in our name; the SDK's stamps in nanoseconds are bigint, which JSON has not. */
function plainMeta(meta: LogMetadata): Record<string, unknown> {
  const shown = Object.entries(meta).filter(([key]) => key !== 'taskToken');
  return Object.fromEntries(
    shown.map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : (value as unknown)]),
  );
}
