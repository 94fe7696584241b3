import { deriveClientWithdrawalId } from '../../../domain/clientWithdrawalId.ts';
import type { SubmitIntent, WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { createExchange } from '../../../exchanges/createExchange.ts';
import type { AdapterConfig, Exchange, OpenWithdrawal, ReadContext } from '../../../exchanges/exchange.ts';
import type { HttpPort, HttpRequest } from '../../../exchanges/http/http.ts';
import { createHttpPort } from '../../../exchanges/http/httpClient.ts';
import { exchanges, type AnyExchangeDefinition } from '../../../exchanges/registry.ts';
import { startSimulator, type Simulator } from '../../../simulator/index.ts';
import { benches } from '../../exchanges/conformance/benches.ts';
import type { Junk } from './junk.ts';
import { answerWith, type JunkServer, startJunkServer } from './junkServer.ts';
import type { Sample } from './samples.ts';

export const poll: ReadContext = { priority: 'poll' };

/** Short and of letters alone: they are hidden only by code that knows them, by no pattern. */
export const canaries = { apiKey: 'CanaryKeyOfOurs', apiSecret: 'CanarySecretOfOurs', passphrase: 'CanaryPassphrase' };

/** What the fake exchange said to the last request of the endpoint under test. */
export type Said = { readonly junk: Junk; readonly text: string };

/** One adapter on its simulator. The requests of one endpoint can be sent to a server that answers junk instead. */
export type FuzzBench = {
  readonly adapter: string;
  readonly definition: AnyExchangeDefinition;
  readonly simulator: Simulator;
  readonly exchange: Exchange;
  /** For clients: with every default of the options. */
  readonly config: AdapterConfig<never, never>;
  readonly intent: SubmitIntent;
  readonly request: WithdrawalRequest;
  /** Of a withdrawal that the simulator holds as pending. */
  readonly open: OpenWithdrawal;
  readonly samples: Map<string, Sample[]>;
  readonly sent: HttpRequest[];
  readonly lines: string[];
  /** Texts that must not show up anywhere. */
  readonly secrets: readonly string[];
  /** Sends the requests of one endpoint to the junk server; null ends that. */
  readonly spoil: (endpoint: string | null, junk?: Junk) => void;
  readonly said: () => Said | null;
  readonly junkServer: JunkServer;
  readonly patience: { timeoutMs: number };
  readonly close: () => Promise<void>;
};

export async function startFuzzBench(
  adapter: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<FuzzBench> {
  const definition = exchanges[adapter];
  const bench = benches[adapter];
  if (definition === undefined || bench === undefined) throw new Error(`no bench for ${adapter}`);
  const isEdgex = bench.simulator === 'edgex';
  const credentials = isEdgex
    ? { ...bench.credentials, ...canaries }
    : { apiKey: canaries.apiKey, apiSecret: canaries.apiSecret };
  const simulator = await startSimulator({
    exchange: bench.simulator,
    accounts: [{ ...bench.account, ...canaries }],
    script: [{ afterMs: 1e9, status: 'completed' }],
    rateLimit: { requests: 1_000_000, perMs: 1_000 },
    cancelAfterMs: 1e9,
  });
  const junkServer = await startJunkServer();
  const state = { target: null as string | null, said: null as Said | null };
  const samples = new Map<string, Sample[]>();
  const sent: HttpRequest[] = [];
  const lines: string[] = [];
  const patience = { timeoutMs: 5_000 };
  const write = (...line: unknown[]) => void lines.push(JSON.stringify(line));
  const port = createHttpPort({
    gate: { takeTurn: async () => undefined, holdBack: () => undefined },
    log: { debug: write, info: write, warn: write, error: write },
    nowMs: Date.now,
  });
  const http: HttpPort = {
    async send(request) {
      sent.push(request);
      const isSpoiled = request.endpoint === state.target;
      const { pathname, search } = new URL(request.url);
      const answer = await port.send({
        ...request,
        url: isSpoiled ? junkServer.baseUrl + pathname + search : request.url,
        timeoutMs: patience.timeoutMs,
      });
      if (!isSpoiled && answer.kind === 'answered')
        samples.set(
          request.endpoint,
          [...(samples.get(request.endpoint) ?? []), { status: answer.status, body: answer.body }].slice(-4),
        );
      return answer;
    },
  };
  const given = { ...bench.options, ...(isEdgex ? { assetsAuth: 'both' } : {}), ...options };
  const settings = { baseUrl: simulator.baseUrl, exchangeAccountId: bench.account.accountId, http, nowMs: Date.now };
  const exchange = createExchange(definition, { ...settings, credentials, options: given });
  const config = { ...settings, credentials, options: definition.optionsSchema.parse(given) } as AdapterConfig<
    never,
    never
  >;
  const request: WithdrawalRequest = {
    withdrawalId: 'w-1',
    account: `${adapter}/main`,
    ...bench.request,
    requestedAt: new Date().toISOString(),
    deadlineAt: null,
  };
  const { requestedAt: _requestedAt, deadlineAt: _deadlineAt, ...asked } = request;
  const clientWithdrawalId = deriveClientWithdrawalId(exchange.capabilities.clientIdFormat, 'w-1', 1);
  const intent: SubmitIntent = {
    ...asked,
    submission: 1,
    clientWithdrawalId,
    accountIdentity: 'identity',
    laneKey: exchange.laneKey(asked),
    frozen: await exchange.freeze(request, clientWithdrawalId, poll),
  };
  const answer = await exchange.submit(intent);
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  const secrets = [...new Set([...Object.values(credentials), ...Object.values(isEdgex ? bench.credentials : {})])];
  return {
    adapter,
    definition,
    simulator,
    exchange,
    config,
    intent,
    request,
    samples,
    sent,
    lines,
    junkServer,
    patience,
    open: {
      exchangeWithdrawalId: answer.exchangeWithdrawalId,
      clientWithdrawalId,
      asset: request.asset,
      notBeforeMs: Date.now() - 60_000,
    },
    secrets,
    spoil(endpoint, junk) {
      state.target = endpoint;
      state.said = null;
      if (junk !== undefined) junkServer.serve(answerWith(junk, secrets, (text) => void (state.said = { junk, text })));
    },
    said: () => state.said,
    close: async () => {
      await simulator.close();
      await junkServer.close();
    },
  };
}
