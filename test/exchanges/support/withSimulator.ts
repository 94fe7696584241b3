import { afterEach } from '@jest/globals';

import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import type { Exchange } from '../../../exchanges/exchange.ts';
import type { HttpPort } from '../../../exchanges/http/http.ts';
import { createHttpPort } from '../../../exchanges/http/httpClient.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/index.ts';
import { anIntent, guid } from './aRequest.ts';

export const apiKey = 'key-of-the-test-account';
export const apiSecret = 'secret-of-the-test-account';
export type AdapterName = 'bigone' | 'bitunix';

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

/** No text of the test's secrets may show up in these. */
export const logged: unknown[] = [];

export type Setting = {
  simulator: Simulator;
  exchange: Exchange;
  http: HttpPort;
  intent: (more?: Partial<SubmitIntent>) => SubmitIntent;
};

/** A simulator that leaves everything pending, and the adapter talking to it over real HTTP. */
export async function withSimulator(
  name: AdapterName,
  options: Partial<SimulatorOptions> = {},
  settings: { adapterOptions?: unknown; exchangeAccountId?: string; timeoutMs?: number; credentials?: unknown } = {},
): Promise<Setting> {
  const accounts = [
    { apiKey, apiSecret, accountId: '4711', balances: { TRX: '100000', USDT: '100000', ETH: '100', XRP: '1000' } },
  ];
  const simulator = await startSimulator({
    exchange: name,
    accounts,
    script: [{ afterMs: 1e9, status: 'completed' }],
    rateLimit: { requests: 100_000, perMs: 1_000 },
    ...options,
  });
  running.push(simulator);
  const write = (...line: unknown[]) => void logged.push(line);
  const port = createHttpPort({
    gate: { takeTurn: async () => undefined, holdBack: () => undefined },
    log: { debug: write, info: write, warn: write, error: write },
    nowMs: Date.now,
  });
  const http: HttpPort = { send: (request) => port.send({ ...request, timeoutMs: settings.timeoutMs ?? 2_000 }) };
  const exchange = createExchange(exchanges[name] as NonNullable<(typeof exchanges)[string]>, {
    baseUrl: simulator.baseUrl,
    credentials: settings.credentials ?? { apiKey, apiSecret },
    options: settings.adapterOptions ?? null,
    exchangeAccountId: settings.exchangeAccountId ?? '4711',
    http,
    nowMs: Date.now,
  });
  const own = {
    bigone: { network: 'Tron', clientWithdrawalId: guid },
    bitunix: { network: 'Tron (TRC-20)', clientWithdrawalId: null },
  }[name];
  return { simulator, exchange, http, intent: (more = {}) => anIntent({ ...own, ...more }) };
}
