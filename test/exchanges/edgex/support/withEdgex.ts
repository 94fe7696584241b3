import { afterEach } from '@jest/globals';

import { deriveClientWithdrawalId } from '../../../../domain/clientWithdrawalId.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../../../domain/withdrawal.ts';
import { createExchange } from '../../../../exchanges/createExchange.ts';
import { edgexCrossWithdraw } from '../../../../exchanges/edgex/cross-withdraw/index.ts';
import { edgexNormalWithdraw } from '../../../../exchanges/edgex/normal-withdraw/index.ts';
import { edgexWithdraw } from '../../../../exchanges/edgex/withdraw/index.ts';
import { ExchangeError } from '../../../../exchanges/errors.ts';
import type { Exchange, OpenWithdrawal, ReadContext } from '../../../../exchanges/exchange.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../../../exchanges/http/http.ts';
import { createHttpPort } from '../../../../exchanges/http/httpClient.ts';
import type { AnyExchangeDefinition } from '../../../../exchanges/registry.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../../simulator/index.ts';

/** The key of the vectors; it opens nothing. */
export const l2PrivateKey = '0463ac809cc7d7c1baf0123456789abcdef0123456789abcdef0123456789abc';
export const l2PublicKey = '0x04976220672d8dd94c792fec78608e369f0aec957f41d6a4112bc2acafaeed4c';
export const accountId = '543429922991899150';
export const address = '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A';
export const hmac = {
  apiKey: 'the-api-key-of-the-test',
  apiSecret: 'the-api-secret-of-the-test',
  passphrase: 'the-passphrase-of-the-test',
};
export const poll: ReadContext = { priority: 'poll' };
export const dayMs = 86_400_000;

export const kinds = ['edgex-normal-withdraw', 'edgex-cross-withdraw', 'edgex-withdraw'] as const;
export type Kind = (typeof kinds)[number];
export const definitions = {
  'edgex-normal-withdraw': edgexNormalWithdraw,
  'edgex-cross-withdraw': edgexCrossWithdraw,
  'edgex-withdraw': edgexWithdraw,
} as unknown as Record<Kind, AnyExchangeDefinition>;
const networks: Record<Kind, string> = {
  'edgex-normal-withdraw': 'Ethereum',
  'edgex-cross-withdraw': 'Arbitrum One',
  'edgex-withdraw': 'Ethereum',
};

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

/** Log lines, and what tests add: answers and errors. No secret may be in it. */
export const logged: unknown[] = [];
/** Everything that went out. */
export const sent: HttpRequest[] = [];

export type ByClientId = Extract<Exchange, { findByClientId: unknown }>;
export type Setting = {
  kind: Kind;
  simulator: Simulator;
  exchange: ByClientId;
  baseUrl: string;
  http: HttpPort;
  request: (more?: Partial<WithdrawalRequest>) => WithdrawalRequest;
  /** Frozen by the adapter, as the activity does it. */
  intent: (more?: Partial<WithdrawalRequest>, submission?: number) => Promise<SubmitIntent>;
  clock: { nowMs: () => number; offsetMs: number };
};

export type Settings = {
  options?: Record<string, unknown>;
  credentials?: Record<string, string>;
  timeoutMs?: number;
  exchangeAccountId?: string;
};

/** A simulator that leaves everything pending, and one of the adapters talking to it over real HTTP. */
export async function withEdgex(
  kind: Kind,
  options: Partial<SimulatorOptions> = {},
  settings: Settings = {},
): Promise<Setting> {
  const accounts = [
    {
      apiKey: hmac.apiKey,
      apiSecret: hmac.apiSecret,
      passphrase: hmac.passphrase,
      accountId,
      l2PublicKey,
      balances: { USDT: '1000' },
    },
  ];
  const simulator = await startSimulator({
    exchange: 'edgex',
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
  const http: HttpPort = {
    send(request) {
      sent.push(request);
      return port.send({ ...request, timeoutMs: settings.timeoutMs ?? 2_000 });
    },
  };
  const clock = { offsetMs: 0, nowMs: () => Date.now() + clock.offsetMs };
  const provided = kind === 'edgex-withdraw' ? { riskSignature: async () => 'ab'.repeat(64) } : {};
  const exchange = createExchange(definitions[kind], {
    baseUrl: simulator.baseUrl,
    credentials: settings.credentials ?? { l2PrivateKey },
    options: { ...provided, ...settings.options },
    exchangeAccountId: settings.exchangeAccountId ?? accountId,
    http,
    nowMs: () => clock.nowMs(),
  }) as ByClientId;
  const request = (more: Partial<WithdrawalRequest> = {}): WithdrawalRequest => ({
    withdrawalId: 'w-1',
    account: `${kind}/treasury`,
    asset: 'USDT',
    network: networks[kind],
    address,
    memo: null,
    amount: '20.5',
    requestedAt: new Date().toISOString(),
    deadlineAt: null,
    ...more,
  });
  const intent = async (more: Partial<WithdrawalRequest> = {}, submission = 1): Promise<SubmitIntent> => {
    const asked = request(more);
    const clientWithdrawalId = deriveClientWithdrawalId(
      exchange.capabilities.clientIdFormat,
      asked.withdrawalId,
      submission,
    );
    const frozen = await exchange.freeze(asked, clientWithdrawalId, poll);
    return {
      withdrawalId: asked.withdrawalId,
      submission,
      clientWithdrawalId,
      account: asked.account,
      accountIdentity: 'identity',
      asset: asked.asset,
      network: asked.network,
      address: asked.address,
      memo: null,
      amount: asked.amount,
      laneKey: null,
      frozen,
    };
  };
  return { kind, simulator, exchange, baseUrl: simulator.baseUrl, http, request, intent, clock };
}

/** Submits and answers what a status read needs. Throws unless it was accepted. */
export async function submitted(
  setting: Setting,
  more: Partial<WithdrawalRequest> = {},
): Promise<OpenWithdrawal & { intent: SubmitIntent }> {
  const intent = await setting.intent(more);
  const answer = await setting.exchange.submit(intent);
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return {
    exchangeWithdrawalId: answer.exchangeWithdrawalId,
    clientWithdrawalId: intent.clientWithdrawalId,
    asset: 'USDT',
    notBeforeMs: Date.now() - 60_000,
    intent,
  };
}

/** An answer as the exchange gives it where nothing is wrong. */
export const ok = (data: unknown, status = 200): HttpAnswer => ({
  kind: 'answered',
  status,
  body: JSON.stringify({ code: 'SUCCESS', data, msg: null }),
  dateMs: null,
  retryAfterMs: null,
});

/** Why it failed, or null if it did not. */
export const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) =>
      error instanceof ExchangeError ? { reason: error.reason, message: error.message } : String(error),
  );
