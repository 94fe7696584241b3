import type { CrashPoint } from '../../activities/crashPoints.ts';
import type { Log } from '../../domain/log.ts';
import { createExchange } from '../../exchanges/createExchange.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import { createHttpPort } from '../../exchanges/http/httpClient.ts';
import { instrument } from '../../exchanges/instrument.ts';
import type { LimitGate } from '../../exchanges/limitGate.ts';
import type { AccountConfig } from '../config/workerConfig.ts';

/**
 * The adapter of one account, over HTTP that keeps to the gate. The only place where secrets are revealed.
 * Throws when they were not read.
 */
export function buildExchange(
  config: AccountConfig,
  gate: LimitGate,
  log: Log,
  nowMs: () => number,
  crashPoint: (name: CrashPoint) => void = () => {},
): Exchange {
  const { account, baseUrl, credentials, definition, exchangeAccountId, options } = config;
  if (credentials === null) throw new RangeError(`${account}: its secrets were not read in this process`);
  const exchange = createExchange(definition, {
    baseUrl,
    credentials: Object.fromEntries(Object.entries(credentials).map(([name, secret]) => [name, secret.reveal()])),
    options,
    exchangeAccountId,
    http: createHttpPort({
      gate,
      log,
      nowMs,
      passing: ({ turn }, moment) => crashPoint(`http.${turn === 'taken' ? 'submit' : turn}.${moment}`),
    }),
    nowMs,
  });
  return instrument(exchange, { adapter: definition.id, account, nowMs, log });
}
