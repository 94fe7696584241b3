import { afterEach } from '@jest/globals';

import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { btse } from '../../../exchanges/btse/index.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import type { Exchange, FindsByHistory } from '../../../exchanges/exchange.ts';
import type { HttpPort } from '../../../exchanges/http/http.ts';
import { createHttpPort } from '../../../exchanges/http/httpClient.ts';
import type { AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/index.ts';
import { anIntent, aPort } from '../support/aRequest.ts';

export const apiKey = 'key-of-the-test-account';
export const apiSecret = 'secret-of-the-test-account';
export const nowMs = 1_744_185_300_000;
export const otherTronAddress = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE';
export const aRow = {
  amount: 20,
  currency: 'TRX',
  description: 'x',
  fees: 1,
  orderId: 10,
  status: 'PENDING',
  timestamp: 1_744_185_294_000,
  type: 'Withdraw',
  username: '4711',
  wallet: '@SPOT',
};

/** No text of the test's secrets may show up in these. */
export const logged: unknown[] = [];

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

export type BtseExchange = Exchange & FindsByHistory;
type Settings = { options?: unknown; credentials?: unknown; exchangeAccountId?: string; timeoutMs?: number };

export function create(
  http: HttpPort,
  {
    baseUrl = 'https://api.example',
    clock = Date.now,
    ...settings
  }: Settings & { baseUrl?: string; clock?: () => number } = {},
): BtseExchange {
  return createExchange(btse as unknown as AnyExchangeDefinition, {
    baseUrl,
    credentials: settings.credentials ?? { apiKey, apiSecret },
    options: settings.options ?? null,
    exchangeAccountId: settings.exchangeAccountId ?? '4711',
    http,
    nowMs: clock,
  }) as BtseExchange;
}

/** An adapter whose clock stands still, answered from a list or a function. */
export function withAnswers(answers: Parameters<typeof aPort>[0], options: unknown = {}) {
  const port = aPort(answers);
  return { port, exchange: create(port, { options, clock: () => nowMs }) };
}

/** A simulator that leaves everything pending, and the adapter talking to it over real HTTP. */
export async function withBtse(options: Partial<SimulatorOptions> = {}, settings: Settings = {}) {
  const accounts = [{ apiKey, apiSecret, accountId: '4711', balances: { TRX: '100000', USDT: '100000', XRP: '1000' } }];
  const simulator = await startSimulator({
    exchange: 'btse',
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
  return { simulator, http, exchange: create(http, { ...settings, baseUrl: simulator.baseUrl }), intent: anIntentOf };
}

export function anIntentOf(more: Partial<SubmitIntent> = {}): SubmitIntent {
  return anIntent({ account: 'btse/test', network: 'Tron', amount: '20', ...more });
}
