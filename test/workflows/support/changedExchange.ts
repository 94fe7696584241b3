import { pino } from 'pino';

import type { Capabilities } from '../../../domain/capabilities.ts';
import type { Exchange } from '../../../exchanges/exchange.ts';
import { exchanges, type AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { parseConfig } from '../../../workers/config/loadConfig.ts';
import { startWorker, type RunningWorker } from '../../../workers/startWorker.ts';
import { workflowBundle } from '../../support/temporalAddress.ts';
import type { World } from '../../support/world.ts';
import type { TestExchange } from './withdrawals.ts';

export type ExchangeChange = {
  /** Capabilities of another value, where the real times would be too long for a test. */
  readonly capabilities?: Partial<Capabilities>;
  /** Changes the body of each answer on its way to the adapter. */
  readonly spoil?: (body: string) => string;
};

/** Starts a worker for a world that has none, with the real adapters. One of them has what a test changes. */
export async function startChangedWorker(
  world: World,
  exchange: TestExchange,
  change: ExchangeChange,
): Promise<RunningWorker> {
  const real = exchanges[exchange];
  if (real === undefined) throw new Error(`there is no ${exchange}`);
  const registry = { ...exchanges, [exchange]: changed(real, change) };
  const config = parseConfig(world.configText(), `${world.tag}.toml`, { env: world.env, registry });
  return await startWorker({
    config,
    env: world.env,
    log: pino({ level: 'silent' }),
    crashPoint: () => undefined,
    code: { workflowBundle: workflowBundle() },
  });
}

function changed(
  real: AnyExchangeDefinition,
  { capabilities = {}, spoil = (body) => body }: ExchangeChange,
): AnyExchangeDefinition {
  return {
    ...real,
    capabilities: { ...real.capabilities, ...capabilities },
    create: (config) => {
      const http = {
        ...config.http,
        send: async (request: Parameters<typeof config.http.send>[0]) => {
          const answer = await config.http.send(request);
          return answer.kind === 'answered' ? { ...answer, body: spoil(answer.body) } : answer;
        },
      };
      const exchange = real.create({ ...config, http });
      // No function of an adapter depends on what is changed here.
      return { ...exchange, capabilities: { ...exchange.capabilities, ...capabilities } } as Exchange;
    },
  };
}
