import type { Logger, LogLevel, LogMetadata } from '@temporalio/common';
import { destination, pino } from 'pino';
import type { Logger as PinoLogger } from 'pino';
import type { FileConfig } from './configSchema.ts';
import { describeError } from './describeError.ts';

export type Log = PinoLogger;

/** One JSON line per event on stderr, written before the call returns: a killed process has said all it meant to. */
export function createLog(level: FileConfig['log']['level']): Log {
  const options = { level, serializers: { error: describeError, err: describeError }, formatters: { level: (label: string) => ({ level: label }) }, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, destination({ fd: 2, sync: true }));
}

/** The same log for Temporal's SDK, workflows and activities. */
export function toTemporalLogger(log: Log): Logger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}): void => log[pinoLevels[level]](plainMeta(meta), message);
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const satisfies Record<LogLevel, string>;

/** The SDK stamps forwarded lines with nanoseconds as bigint and marks them by symbols; neither belongs into a line. */
function plainMeta(meta: LogMetadata): Record<string, unknown> {
  return Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : (value as unknown)]));
}
