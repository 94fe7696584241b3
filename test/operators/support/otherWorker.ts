import { pino } from 'pino';

import { exchanges } from '../../../exchanges/registry.ts';
import { parseConfig } from '../../../workers/config/loadConfig.ts';
import { startWorker, type RunningWorker } from '../../../workers/startWorker.ts';
import { workflowBundle } from '../../support/temporalAddress.ts';
import type { World } from '../../support/world.ts';

/**
 * A worker on this world's queues, but with another configuration or other keys: another machine, or
 * somebody's mistake.
 */
export async function startOtherWorker(
  world: World,
  change: { text?: (good: string) => string; env?: Readonly<Record<string, string>> },
): Promise<RunningWorker> {
  const { text = (good) => good } = change;
  const env = { ...world.env, ...change.env };
  const config = parseConfig(text(world.configText()), 'other.toml', { env, registry: exchanges });
  return startWorker({
    config,
    env,
    log: pino({ level: 'silent' }),
    crashPoint: () => {},
    code: { workflowBundle: workflowBundle() },
  });
}

export async function stopWorker(worker: RunningWorker): Promise<void> {
  await worker.drain();
  await worker.done;
}
