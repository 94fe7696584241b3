import { createExchange } from '../../exchanges/createExchange.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import { createHttpPort } from '../../exchanges/http/httpClient.ts';
import type { LimitGate } from '../../exchanges/limitGate.ts';
import { exchanges } from '../../exchanges/registry.ts';
import type { BenchAccount } from './benchAccounts.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const noLimit: LimitGate = { takeTurn: () => Promise.resolve(), holdBack: () => {} };

/**
 * The product's adapter of an account without the rest of the product. References read with it, and benches submit
 * with it. By default without a limit.
 */
export function directExchange(
  account: Pick<BenchAccount, 'kind' | 'credentials' | 'simulated'>,
  baseUrl: string,
  gate = noLimit,
): Exchange {
  const definition = exchanges[account.kind];
  if (definition === undefined) throw new RangeError(`no adapter ${account.kind}`);
  return createExchange(definition, {
    baseUrl,
    credentials: account.credentials,
    options: null,
    exchangeAccountId: account.simulated.accountId,
    http: createHttpPort({ gate, log: silent, nowMs: Date.now }),
    nowMs: Date.now,
  });
}
