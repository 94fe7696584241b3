import type { CrashPoint } from '../../activities/crashPoints.ts';
import type { Log } from '../../domain/log.ts';
import { createExchange } from '../../exchanges/createExchange.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import { createHttpPort } from '../../exchanges/http/httpClient.ts';
import { instrument } from '../../exchanges/instrument.ts';
import type { LimitGate } from '../../exchanges/limitGate.ts';
import type { AccountConfig } from '../config/workerConfig.ts';

/**
 * Builds the adapter of one account; its requests keep to the limit gate. The only place that hands secrets to an
 * adapter. Throws RangeError if this process did not read them.
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
