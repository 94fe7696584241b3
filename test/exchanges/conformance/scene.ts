import { afterEach } from '@jest/globals';

import { deriveClientWithdrawalId } from '../../../domain/clientWithdrawalId.ts';
import type { SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import type { Exchange, OpenWithdrawal, ReadContext } from '../../../exchanges/exchange.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../../exchanges/http/http.ts';
import { createHttpPort } from '../../../exchanges/http/httpClient.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/index.ts';
import { benches, type Bench } from './benches.ts';
import { overhear, type Heard } from './overhear.ts';

export const poll: ReadContext = { priority: 'poll' };

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

export type Settings = {
  readonly simulator?: Partial<SimulatorOptions>;
  readonly credentials?: Readonly<Record<string, string>>;
  /** Changes what goes out. */
  readonly tamper?: (request: HttpRequest) => HttpRequest;
  /** Changes what comes in. */
  readonly spoil?: (answer: HttpAnswer, request: HttpRequest) => HttpAnswer;
};

/** An adapter and its simulator, with every request that was sent. */
export type Scene = {
  /** The adapter's. */
  readonly name: string;
  readonly bench: Bench;
  readonly simulator: Simulator;
  readonly exchange: Exchange;
  readonly sent: HttpRequest[];
  /** How long an answer is waited for. A test may change it at any time. */
  readonly patience: { timeoutMs: number };
  /** A second adapter on the same simulator, with other settings. */
  readonly another: (settings: Settings) => Exchange;
  readonly request: (more?: Partial<WithdrawalRequest>) => WithdrawalRequest;
  /** Frozen in the way of the orchestrator. */
  readonly intent: (more?: Partial<WithdrawalRequest>, submission?: number) => Promise<SubmitIntent>;
};

export type SetScene = (settings?: Settings) => Promise<Scene>;

export type Accepted = Extract<SubmitAnswer, { kind: 'accepted' }>;

export function definitionOf(name: string) {
  const definition = exchanges[name];
  if (definition === undefined) throw new Error(`${name} is not in the registry`);
  return definition;
}

export function benchOf(name: string): Bench {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`add ${name} to test/exchanges/conformance/benches.ts`);
  return bench;
}

/** A simulator that leaves everything pending, and the adapter talking to it over real HTTP. */
export async function setScene(name: string, heard: Heard, settings: Settings = {}): Promise<Scene> {
  const bench = benchOf(name);
  const simulator = await startSimulator({
    exchange: bench.simulator,
    accounts: [bench.account],
    script: [{ afterMs: 1e9, status: 'completed' }],
    rateLimit: { requests: 100_000, perMs: 1_000 },
    cancelAfterMs: 0,
    ...settings.simulator,
  });
  running.push(simulator);
  const sent: HttpRequest[] = [];
  const patience = { timeoutMs: 10_000 };
  const write = (...line: unknown[]) => void heard.lines.push(JSON.stringify(line));
  const port = createHttpPort({
    gate: { takeTurn: async () => undefined, holdBack: () => undefined },
    log: { debug: write, info: write, warn: write, error: write },
    nowMs: Date.now,
  });

  function create({ credentials, tamper, spoil }: Settings): Exchange {
    const http: HttpPort = {
      async send(request) {
        sent.push(request);
        heard.sent.push(request);
        const answer = await port.send({ ...(tamper?.(request) ?? request), timeoutMs: patience.timeoutMs });
        return spoil?.(answer, request) ?? answer;
      },
    };
    return overhear(
      createExchange(definitionOf(name), {
        baseUrl: simulator.baseUrl,
        credentials: credentials ?? bench.credentials,
        options: bench.options ?? null,
        exchangeAccountId: bench.account.accountId,
        http,
        nowMs: Date.now,
      }),
      heard,
    );
  }

  const exchange = create(settings);
  const request = (more: Partial<WithdrawalRequest> = {}): WithdrawalRequest => ({
    withdrawalId: 'w-1',
    account: `${name}/main`,
    ...bench.request,
    requestedAt: new Date().toISOString(),
    deadlineAt: null,
    ...more,
  });

  async function intent(more: Partial<WithdrawalRequest> = {}, submission = 1): Promise<SubmitIntent> {
    const { requestedAt: _requestedAt, deadlineAt: _deadlineAt, ...asked } = request(more);
    const clientWithdrawalId = deriveClientWithdrawalId(
      exchange.capabilities.clientIdFormat,
      asked.withdrawalId,
      submission,
    );
    const frozen = await exchange.freeze(request(more), clientWithdrawalId, poll);
    return {
      ...asked,
      submission,
      clientWithdrawalId,
      accountIdentity: 'identity',
      laneKey: exchange.laneKey(asked),
      frozen,
    };
  }

  return { name, bench, simulator, exchange, sent, patience, another: create, request, intent };
}

/** What a status read needs of an accepted withdrawal. */
export function toOpen(intent: SubmitIntent, exchangeWithdrawalId: string): OpenWithdrawal {
  return {
    exchangeWithdrawalId,
    clientWithdrawalId: intent.clientWithdrawalId,
    asset: intent.asset,
    notBeforeMs: Date.now() - 60_000,
  };
}

/** Submits; throws unless it was accepted and its id is told. */
export async function submitted(
  scene: Scene,
  more: Partial<WithdrawalRequest> = {},
): Promise<{ intent: SubmitIntent; open: OpenWithdrawal }> {
  const intent = await scene.intent(more);
  const answer = await scene.exchange.submit(intent);
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return { intent, open: toOpen(intent, answer.exchangeWithdrawalId) };
}
