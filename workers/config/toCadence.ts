import { defaultCadence, type Cadence } from '../../activities/feed/cadence.ts';
import type { WorkerConfig } from './workerConfig.ts';

/**
 * The poll cadence as configured: `interval` while a withdrawal is young, ever slower with its age, never
 * slower than `slowest`.
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
