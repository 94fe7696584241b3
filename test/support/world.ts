import { randomBytes } from 'node:crypto';

import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { stringify } from 'smol-toml';

import {
  connect,
  createWithdrawalClient,
  type WithdrawalClient,
  type WithdrawalRequestInput,
  type WithdrawalView,
} from '../../client/index.ts';
import { exchanges } from '../../exchanges/registry.ts';
import {
  startSimulator,
  type ExchangeName,
  type LedgerEntry,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/index.ts';
import { parseConfig } from '../../workers/config/loadConfig.ts';
import { startWorker, type RunningWorker } from '../../workers/startWorker.ts';
import { temporalAddress, workflowBundle } from './temporalAddress.ts';

const networks: Readonly<Record<string, string>> = { bigone: 'Ethereum', bitunix: 'Ethereum (ERC-20)' };

/** The real times, shortened so that a test of a whole lifecycle takes seconds. */
const quickPolicy = {
  confirmMoneyBack: '300 ms',
  reconcileWindow: '1500 ms',
  reconcileInterval: '100 ms',
  reviewInterval: '200 ms',
  followHold: '20 seconds',
  lateWatch: '6 seconds',
  lateWatchInterval: '300 ms',
  recordMissing: '700 ms',
  laneBlocked: '400 ms',
};

const quickScript = [
  { afterMs: 200, status: 'broadcast' as const },
  { afterMs: 500, status: 'completed' as const },
];

export type WorldOptions = {
  readonly policy?: Partial<Record<keyof typeof quickPolicy | 'maxRequestAge', string>>;
  readonly bigone?: Partial<SimulatorOptions>;
  readonly bitunix?: Partial<SimulatorOptions>;
  readonly pollInterval?: string;
  /** False: only what the test starts itself. */
  readonly worker?: boolean;
  readonly crashPoint?: (name: string) => void | Promise<void>;
  /** Adapter options by exchange. */
  readonly options?: Partial<Record<ExchangeName, Record<string, unknown>>>;
};

/** A Temporal server shared by the run, exchanges and accounts of this test's own, a worker in this process. */
export type World = {
  /** Part of every name of this world, so that the worlds of one run never meet. */
  readonly tag: string;
  readonly client: WithdrawalClient;
  readonly temporal: Client;
  readonly simulators: Readonly<Record<'bigone' | 'bitunix', Simulator>>;
  readonly address: string;
  accountOf(exchange: 'bigone' | 'bitunix'): string;
  /** The worker's configuration as TOML, and the environment it needs. */
  configText(): string;
  readonly env: Readonly<Record<string, string>>;
  /** A right request to an address of its own. */
  request(exchange: 'bigone' | 'bitunix', change?: Partial<WithdrawalRequestInput>): WithdrawalRequestInput;
  /** Polls until the view satisfies this. Throws after 60 s, with the last view. */
  until(withdrawalId: string, condition: (view: WithdrawalView) => boolean): Promise<WithdrawalView>;
  /** What the exchange accepted for this request from us, by its own ledger. */
  accepted(exchange: 'bigone' | 'bitunix', request: WithdrawalRequestInput): LedgerEntry[];
  left(exchange: 'bigone' | 'bitunix', request: WithdrawalRequestInput): LedgerEntry[];
  startWorker(): Promise<RunningWorker>;
  stop(): Promise<void>;
};

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const tag = randomBytes(5).toString('hex');
  installRuntimeOnce();
  const keyOf = (exchange: string): string => `key-${exchange}-${tag}`;
  const simulator = (exchange: 'bigone' | 'bitunix', accountId: string): Promise<Simulator> =>
    startSimulator({
      exchange,
      accounts: [
        {
          apiKey: keyOf(exchange),
          apiSecret: `secret-${tag}`,
          accountId,
          balances: { USDT: '1000000', XRP: '1000000' },
        },
      ],
      script: quickScript,
      rateLimit: { requests: 10_000, perMs: 1_000 },
      ...options[exchange],
    });
  const simulators = { bigone: await simulator('bigone', '1001'), bitunix: await simulator('bitunix', '2001') };
  const accountOf = (exchange: string): string => `${exchange}/t${tag}`;
  const address = temporalAddress();
  const env = {
    TEMPORAL_ADDRESS: address,
    [`KEY_BIGONE_${tag.toUpperCase()}`]: keyOf('bigone'),
    [`KEY_BITUNIX_${tag.toUpperCase()}`]: keyOf('bitunix'),
    [`SECRET_${tag.toUpperCase()}`]: `secret-${tag}`,
  };
  const configText = (): string =>
    stringify({
      accounts: Object.fromEntries(
        (['bigone', 'bitunix'] as const).map((exchange) => [
          accountOf(exchange),
          {
            baseUrl: simulators[exchange].baseUrl,
            exchangeAccountId: exchange === 'bigone' ? '1001' : '2001',
            workerGroup: tag,
            credentials: {
              apiKey: { env: `KEY_${exchange.toUpperCase()}_${tag.toUpperCase()}` },
              apiSecret: { env: `SECRET_${tag.toUpperCase()}` },
            },
            options: options.options?.[exchange] ?? {},
            limits: Object.fromEntries(
              (exchanges[exchange]?.limitScopes ?? []).map((scope) => [scope.name, { requests: 1_000, perMs: 1_000 }]),
            ),
          },
        ]),
      ),
      worker: { groups: [tag], name: `worker-${tag}` },
      policy: { ...quickPolicy, ...options.policy },
      poll: { interval: options.pollInterval ?? '100 ms' },
      log: { level: 'error' },
    });
  const running: RunningWorker[] = [];
  const start = async (): Promise<RunningWorker> => {
    const config = parseConfig(configText(), `${tag}.toml`, { env, registry: exchanges });
    const worker = await startWorker({
      config,
      env,
      log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
      crashPoint: options.crashPoint ?? (() => {}),
      code: { workflowBundle: workflowBundle() },
    });
    running.push(worker);
    return worker;
  };
  if (options.worker !== false) await start();
  const temporal = await connect({ address });
  const client = createWithdrawalClient({ temporal: temporal.client });
  let made = 0;
  const until = async (withdrawalId: string, condition: (view: WithdrawalView) => boolean): Promise<WithdrawalView> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const view = await client.get(withdrawalId);
      if (condition(view)) return view;
      if (Date.now() > end) throw new Error(`waited in vain; last seen: ${JSON.stringify(view, null, 1)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    tag,
    client,
    temporal: temporal.client,
    simulators,
    address,
    accountOf,
    configText,
    env,
    until,
    request(exchange, change = {}) {
      made += 1;
      return {
        withdrawalId: `${tag}-${made}`,
        account: accountOf(exchange),
        asset: 'USDT',
        network: networks[exchange] ?? '',
        address: `0x${randomBytes(20).toString('hex')}`,
        amount: '100.5',
        requestedAt: new Date().toISOString(),
        ...change,
      };
    },
    accepted: (exchange, request) =>
      simulators[exchange].ledger.accepted({ address: request.address }).filter((entry) => !entry.foreign),
    left: (exchange, request) =>
      simulators[exchange].ledger.left({ address: request.address }).filter((entry) => !entry.foreign),
    startWorker: start,
    async stop() {
      client.close();
      await Promise.all(running.map((worker) => worker.drain().then(() => worker.done)));
      await temporal.close();
      // A last worker ends the runtime; without any it would keep the process alive.
      if (running.length === 0) await Runtime.instance().shutdown();
      await Promise.all(Object.values(simulators).map((one) => one.close()));
    },
  };
}

let installed = false;

/** One runtime a process; its warnings would drown a test's own output. */
function installRuntimeOnce(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger((process.env['TEST_TEMPORAL_LOG'] as 'WARN' | undefined) ?? 'ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
}
