import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { existingServer } from './existingServer.ts';
import { freePorts, isPortFree } from './freePorts.ts';
import { prepareNamespace } from './prepareNamespace.ts';
import { resolveTemporalBinary } from './resolveTemporalBinary.ts';
import { serverArguments } from './serverArguments.ts';
import { startServerProcess } from './serverProcess.ts';
import type { ServerProcess } from './serverProcess.ts';
import { logToStderr } from './temporalBinary.ts';
import type { TemporalServer, TemporalServerOptions } from './temporalServer.ts';

const NAMESPACE = 'default';
const DEFAULT_UI_PORT = 8233;
const START_MS = 60_000;
const ATTEMPTS = 5;

type Ports = { port: number; uiPort: number | null };

/**
 * Starts Temporal's development server on SQLite and waits until it answers; uses the one at TEMPORAL_ADDRESS
 * if that is set. For demos, tests and benches, not for real money. The server ends with this process,
 * however that ends (on Windows: unless it is killed). Throws with the server's last lines if it does not
 * come up.
 */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const { durable = true, retentionDays = 30, searchAttributes = {}, log = logToStderr } = options;
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
      await prepareNamespace(`127.0.0.1:${ports.port}`, NAMESPACE, retentionDays, START_MS, () => started.hasExited());
      if (started.hasExited()) throw new Error('it ended while it started');
      return started;
    } catch (error) {
      await started.end('SIGKILL');
      throw new Error(`The Temporal server (${found.path}) did not come up. Its last lines:\n${started.lastWords()}`, {
        cause: error,
      });
    }
  };
  const launchWithRetry = async (
    choose: (attempt: number) => Promise<Ports>,
  ): Promise<{ ports: Ports; running: ServerProcess }> => {
    for (let attempt = 1; ; attempt += 1) {
      const ports = await choose(attempt);
      try {
        return { ports, running: await launch(ports) };
      } catch (error) {
        // Between choosing and binding another process may take a port: of ours, or of the three that the server picks.
        if (attempt >= ATTEMPTS || !/address already in use/.test(String(error))) throw error;
      }
    }
  };

  let current: { ports: Ports; running: ServerProcess };
  try {
    mkdirSync(dirname(databaseFile), { recursive: true });
    current = await launchWithRetry((attempt) => choosePorts(options, attempt));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { ports } = current;
  let isStopped = false;
  return {
    address: `127.0.0.1:${ports.port}`,
    namespace: NAMESPACE,
    uiUrl: ports.uiPort === null ? null : `http://127.0.0.1:${ports.uiPort}`,
    get pid() {
      return current.running.pid;
    },
    stop: async () => {
      isStopped = true;
      await current.running.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => current.running.end('SIGKILL'),
    restart: async () => {
      if (isStopped)
        throw new Error('The Temporal server was stopped and its temporary files are gone; start a new one.');
      await current.running.end('SIGTERM');
      current = await launchWithRetry(() => Promise.resolve(ports));
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
  const usualUiPort = attempt === 1 && (await isPortFree(DEFAULT_UI_PORT)) ? DEFAULT_UI_PORT : otherUiPort;
  return { port: options.port ?? port, uiPort: options.ui === true ? (options.uiPort ?? usualUiPort) : null };
}
