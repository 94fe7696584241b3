import { defaultCadence, type Cadence } from '../../activities/feed/cadence.ts';
import type { WorkerConfig } from './workerConfig.ts';

/**
 * The poll cadence as configured: every `interval` while a withdrawal is young, less often as it grows older, never
 * less often than every `slowest`. Both in milliseconds.
 */
export function toCadence({ interval, slowest }: Pick<WorkerConfig['poll'], 'interval' | 'slowest'>): Cadence {
  const limit = slowest === undefined ? defaultCadence.oldFactor : Math.max(1, slowest / interval);
  return {
    ...defaultCadence,
    baseIntervalMs: interval,
    steps: defaultCadence.steps.map((step) => ({ ...step, factor: Math.min(step.factor, limit) })),
    oldFactor: limit,
  };
}
