import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePorts } from './freePorts.ts';
import { printToStderr } from './printLine.ts';
import { chooseProductionSettings } from './production/chooseProductionSettings.ts';
import { findPostgres } from './production/findPostgres.ts';
import { prepareProductionNamespace } from './production/prepareProductionNamespace.ts';
import { productionBinaries } from './production/productionBinaries.ts';
import type { ProductionSettings } from './production/productionConfig.ts';
import { setUpDatabases } from './production/setUpDatabases.ts';
import { initPostgres, startPostgres, type PostgresSettings } from './production/startPostgres.ts';
import { writeProductionConfig } from './production/writeProductionConfig.ts';
import { retryOnTakenPort } from './retryOnTakenPort.ts';
import { startServerProcess } from './serverProcess.ts';
import type { ServerProcess } from './serverProcess.ts';
import type { TemporalServer, TemporalServerOptions } from './temporalServer.ts';

export type ProductionServerOptions = Pick<
  TemporalServerOptions,
  'port' | 'metricsPort' | 'durable' | 'retentionDays' | 'searchAttributes' | 'log'
> & {
  /** @default 4 */
  historyShards?: number;
  /** Dynamic settings beside the two that are always set, or instead of them. */
  dynamicConfig?: Readonly<Record<string, unknown>>;
};

/** The interface of the embedded server. `pid`, `kill` and `restart` are Temporal's; the database keeps running. */
export type ProductionServer = TemporalServer & {
  readonly databasePid: number;
  /** Temporal and the database; the work of the database is done by children of its process. */
  readonly pids: readonly number[];
};

const namespace = 'default';
const databaseUser = 'temporal';
const startMs = 60_000;

/**
 * Starts Temporal's production server over a PostgreSQL of its own, without containers, and waits until it answers. For
 * chaos runs and benches: the database is in a temporary folder. Both end with this process, however that ends. Throws
 * with the last lines of the one that does not start.
 */
export async function startProductionServer(options: ProductionServerOptions = {}): Promise<ProductionServer> {
  const { durable = true, retentionDays = 30, searchAttributes = {}, historyShards = 4, log = printToStderr } = options;
  const [programs, binaries] = await Promise.all([findPostgres(), productionBinaries(log)]);
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-production-'));
  // PostgreSQL's user must be able to pass through this folder; its own folder below is closed to everybody else.
  chmodSync(folder, 0o711);
  const postgres: PostgresSettings = {
    programs,
    folder,
    user: databaseUser,
    password: randomBytes(16).toString('hex'),
    durable,
  };

  const launch = async (settings: ProductionSettings): Promise<ServerProcess> => {
    const address = `127.0.0.1:${settings.services.frontend.grpcPort}`;
    const home = writeProductionConfig(folder, settings, options.dynamicConfig ?? {});
    const started = startServerProcess(
      binaries.server,
      ['--root', home, '--config', '.', '--env', 'production', '--allow-no-auth', 'start'],
      join(folder, 'server.log'),
      home,
    );
    try {
      await prepareProductionNamespace(address, { namespace, retentionDays, searchAttributes }, startMs, () =>
        started.hasExited(),
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
    await setUpDatabases({
      sqlTool: binaries.sqlTool,
      port: databasePort,
      user: databaseUser,
      password: postgres.password,
    });
    ({ settings, running: current } = await retryOnTakenPort(async () => {
      const chosen = await chooseProductionSettings({
        port: options.port,
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
  const databaseServer = database;
  let isStopped = false;
  return {
    address: `127.0.0.1:${settings.services.frontend.grpcPort}`,
    namespace,
    uiUrl: null,
    databasePid: databaseServer.pid,
    get pid() {
      return current.pid;
    },
    get pids() {
      return [current.pid, databaseServer.pid];
    },
    stop: async () => {
      isStopped = true;
      await current.end('SIGTERM');
      await databaseServer.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => current.end('SIGKILL'),
    restart: async () => {
      if (isStopped) throw new Error('The production server was stopped and its database is gone; start a new one.');
      await current.end('SIGTERM');
      current = await retryOnTakenPort(() => launch(settings));
    },
  };
}

/** Cuts long lines: each line of this server's log holds a stack. */
function shorten(lines: string): string {
  return lines
    .split('\n')
    .map((line) => line.slice(0, 400))
    .join('\n');
}
