import { destination, type Logger, pino } from 'pino';

import type { FileConfig } from '../config/configSchema.ts';
import { describeError } from './describeError.ts';

/** A log of one JSON line per event on stderr. A line is written before the call returns, so SIGKILL loses none. */
export function createLog(level: FileConfig['log']['level']): Logger {
  const options = {
    level,
    serializers: { error: describeError, err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination({ fd: 2, sync: true }));
}
