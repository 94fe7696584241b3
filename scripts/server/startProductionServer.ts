import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePorts } from './freePorts.ts';
import { findPostgres } from './production/findPostgres.ts';
import { lowPorts } from './production/lowPorts.ts';
import { prepareProductionNamespace } from './production/prepareProductionNamespace.ts';
import { productionBinaries } from './production/productionBinaries.ts';
import { dynamicConfig, productionConfig, type ProductionSettings } from './production/productionConfig.ts';
import { databases, setUpDatabases } from './production/setUpDatabases.ts';
import { initPostgres, startPostgres, type PostgresSettings } from './production/startPostgres.ts';
import { startServerProcess } from './serverProcess.ts';
import type { ServerProcess } from './serverProcess.ts';
import { logToStderr } from './temporalBinary.ts';
import type { TemporalServer, TemporalServerOptions } from './temporalServer.ts';

export type ProductionServerOptions = Pick<
  TemporalServerOptions,
  'port' | 'metricsPort' | 'durable' | 'retentionDays' | 'searchAttributes' | 'log'
> & {
  /** @default 4 */
  historyShards?: number;
  /** Added to, or in place of, the two that are always set. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
};

/** The same interface as the embedded server; `pid`, `kill` and `restart` mean Temporal, while the database goes on. */
export type ProductionServer = TemporalServer & {
  readonly databasePid: number;
  /** Temporal and the database, whose children do its work. */
  readonly pids: readonly number[];
};

const NAMESPACE = 'default';
const USER = 'temporal';
const START_MS = 60_000;
const ATTEMPTS = 5;

/**
 * Starts Temporal's production server over a PostgreSQL of its own, without containers, and waits until it answers.
 * For chaos runs and benches: the database lives in a temporary folder. Both end with this process, however that ends.
 */
export async function startProductionServer(options: ProductionServerOptions = {}): Promise<ProductionServer> {
  const { durable = true, retentionDays = 30, searchAttributes = {}, historyShards = 4, log = logToStderr } = options;
  const [programs, binaries] = await Promise.all([findPostgres(), productionBinaries(log)]);
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-production-'));
  // PostgreSQL's user must be able to walk through; its own folder below lets in nobody else.
  chmodSync(folder, 0o711);
  const postgres: PostgresSettings = {
    programs,
    folder,
    user: USER,
    password: randomBytes(16).toString('hex'),
    durable,
  };

  const launch = async (settings: ProductionSettings): Promise<ServerProcess> => {
    const address = `127.0.0.1:${settings.services.frontend.grpcPort}`;
    const home = writeConfig(folder, settings, options.dynamicConfig ?? {});
    const started = startServerProcess(
      binaries.server,
      ['--root', home, '--config', '.', '--env', 'production', '--allow-no-auth', 'start'],
      join(folder, 'server.log'),
      home,
    );
    try {
      await prepareProductionNamespace(
        address,
        { namespace: NAMESPACE, retentionDays, searchAttributes },
        START_MS,
        () => started.hasExited(),
      );
      if (started.hasExited()) throw new Error('it ended while it started');
      return started;
    } catch (error) {
      await started.end('SIGKILL');
      throw new Error(
        `The production server (${binaries.server}) did not come up. Its last lines:\n${shorten(started.lastWords())}`,
        { cause: error },
      );
    }
  };

  let database: ServerProcess | null = null;
  let current: ServerProcess;
  let settings: ProductionSettings;
  try {
    await initPostgres(postgres);
    const databasePort = (await freePorts(1))[0] ?? 0;
    database = await startPostgres(postgres, databasePort);
    await setUpDatabases({ sqlTool: binaries.sqlTool, port: databasePort, user: USER, password: postgres.password });
    ({ settings, running: current } = await retryPorts(async () => {
      const chosen = await chooseSettings(options.port, {
        postgres,
        databasePort,
        historyShards,
        folder,
        metricsPort: options.metricsPort,
      });
      return { settings: chosen, running: await launch(chosen) };
    }));
  } catch (error) {
    await database?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const running = database;
  let isStopped = false;
  return {
    address: `127.0.0.1:${settings.services.frontend.grpcPort}`,
    namespace: NAMESPACE,
    uiUrl: null,
    databasePid: running.pid,
    get pid() {
      return current.pid;
    },
    get pids() {
      return [current.pid, running.pid];
    },
    stop: async () => {
      isStopped = true;
      await current.end('SIGTERM');
      await running.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => current.end('SIGKILL'),
    restart: async () => {
      if (isStopped) throw new Error('The production server was stopped and its database is gone; start a new one.');
      await current.end('SIGTERM');
      current = await retryPorts(() => launch(settings));
    },
  };
}

type Chosen = {
  postgres: PostgresSettings;
  databasePort: number;
  historyShards: number;
  folder: string;
  metricsPort: number | undefined;
};

async function chooseSettings(
  port: number | undefined,
  { postgres, databasePort, historyShards, folder, metricsPort }: Chosen,
): Promise<ProductionSettings> {
  const free = await lowPorts(8);
  const pair = (index: number) => ({ grpcPort: free[2 * index] ?? 0, membershipPort: free[2 * index + 1] ?? 0 });
  const [name = '', visibilityName = ''] = Object.keys(databases);
  const frontend = { ...pair(0), ...(port === undefined ? {} : { grpcPort: port }) };
  return {
    database: { port: databasePort, user: USER, password: postgres.password, name, visibilityName },
    services: { frontend, history: pair(1), matching: pair(2), worker: pair(3) },
    historyShards,
    metricsPort,
    dynamicConfigFile: join(folder, 'config', 'dynamic.yaml'),
  };
}

function writeConfig(folder: string, settings: ProductionSettings, extra: Readonly<Record<string, unknown>>): string {
  const home = join(folder, 'config');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'production.yaml'), productionConfig(settings), { mode: 0o600 });
  // The version check calls out to the internet; by default timers and retry delays fire up to a second late.
  const values = { 'frontend.enableServerVersionCheck': false, 'history.timerProcessorMaxTimeShift': '10ms', ...extra };
  writeFileSync(settings.dynamicConfigFile, dynamicConfig(values));
  return home;
}

/** Between choosing and binding another process may take a port. */
async function retryPorts<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= ATTEMPTS || !/address already in use/.test(String(error))) throw error;
    }
  }
}

/** Each line of this server's log carries a stack. */
function shorten(lines: string): string {
  return lines
    .split('\n')
    .map((line) => line.slice(0, 400))
    .join('\n');
}
