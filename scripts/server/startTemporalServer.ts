import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { existingServer } from './existingServer.ts';
import { freePorts, isPortFree } from './freePorts.ts';
import { prepareNamespace } from './prepareNamespace.ts';
import { printToStderr } from './printLine.ts';
import { resolveTemporalBinary } from './resolveTemporalBinary.ts';
import { retryOnTakenPort } from './retryOnTakenPort.ts';
import { serverArguments } from './serverArguments.ts';
import { startServerProcess } from './serverProcess.ts';
import type { ServerProcess } from './serverProcess.ts';
import type { TemporalServer, TemporalServerOptions } from './temporalServer.ts';

const namespace = 'default';
const usualUiPort = 8233;
const startMs = 60_000;

type Ports = { port: number; uiPort: number | null };
type Running = { ports: Ports; server: ServerProcess };

/**
 * Starts Temporal's development server on SQLite and waits until it answers; uses the one at TEMPORAL_ADDRESS
 * if that is set. For demos, tests and benches, not for real money. The server ends with this process, however
 * that ends (on Windows: not if this process is killed). Throws with the server's last lines if it does not
 * start.
 */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const { durable = true, retentionDays = 30, searchAttributes = {}, log = printToStderr } = options;
  const found = await resolveTemporalBinary({ log });
  if (found.kind === 'existing') return existingServer(found.address, searchAttributes, log);

  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-temporal-'));
  const databaseFile = resolve(options.databaseFile ?? join(folder, 'temporal.sqlite'));
  const logFile = join(folder, 'server.log');

  const launch = async (ports: Ports): Promise<ServerProcess> => {
    const started = startServerProcess(
      found.path,
      serverArguments({ ...ports, databaseFile, durable, metricsPort: options.metricsPort, searchAttributes }),
      logFile,
      folder,
    );
    try {
      await prepareNamespace(`127.0.0.1:${ports.port}`, namespace, retentionDays, startMs, () => started.hasExited());
      if (started.hasExited()) throw new Error('it ended while it started');
      return started;
    } catch (error) {
      await started.end('SIGKILL');
      throw new Error(`The Temporal server (${found.path}) did not come up. Its last lines:\n${started.lastWords()}`, {
        cause: error,
      });
    }
  };

  let current: Running;
  try {
    mkdirSync(dirname(databaseFile), { recursive: true });
    // The port that is taken may also be one of the three that the server chooses itself.
    current = await retryOnTakenPort(async (attempt) => {
      const chosen = await choosePorts(options, attempt);
      return { ports: chosen, server: await launch(chosen) };
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { ports } = current;
  let isStopped = false;
  return {
    address: `127.0.0.1:${ports.port}`,
    namespace,
    uiUrl: ports.uiPort === null ? null : `http://127.0.0.1:${ports.uiPort}`,
    get pid() {
      return current.server.pid;
    },
    stop: async () => {
      isStopped = true;
      await current.server.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => current.server.end('SIGKILL'),
    restart: async () => {
      if (isStopped)
        throw new Error('The Temporal server was stopped and its temporary files are gone; start a new one.');
      await current.server.end('SIGTERM');
      current = await retryOnTakenPort(async () => ({ ports, server: await launch(ports) }));
    },
  };
}

async function choosePorts(options: TemporalServerOptions, attempt: number): Promise<Ports> {
  for (const port of [options.port, options.uiPort]) {
    if (port !== undefined && !(await isPortFree(port)))
      throw new Error(
        `Port ${port} of 127.0.0.1 is taken; name another for the Temporal server, or stop what listens there.`,
      );
  }
  const [port = 0, otherUiPort = 0] = await freePorts(2);
  const freeUiPort = attempt === 1 && (await isPortFree(usualUiPort)) ? usualUiPort : otherUiPort;
  return { port: options.port ?? port, uiPort: options.ui === true ? (options.uiPort ?? freeUiPort) : null };
}
