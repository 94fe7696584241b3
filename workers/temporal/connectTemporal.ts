import { setTimeout as delay } from 'node:timers/promises';

import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

import { StartupError } from '../startupError.ts';

export type TemporalConnection = {
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  readonly address: string;
};

export type TemporalPlace = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Profile in Temporal's own configuration file; null: TEMPORAL_PROFILE or `default`. */
  readonly profile: string | null;
};

const defaultAddress = 'localhost:7233';
const connectMs = 15_000;

/**
 * Connects as Temporal's standard environment variables and profile say, namespace included. Throws StartupError,
 * which names the address, if no server answers within 15 s.
 */
export async function connectTemporal(place: TemporalPlace): Promise<TemporalConnection> {
  const { connectionOptions, namespace = 'default' } = loadOptions(place);
  const address = connectionOptions.address ?? defaultAddress;
  try {
    const connection = await withinTime(NativeConnection.connect({ ...connectionOptions, address }));
    return { connection, client: new Client({ connection, namespace }), namespace, address };
  } catch (error) {
    const advice = 'set TEMPORAL_ADDRESS, or a profile in TEMPORAL_CONFIG_FILE, or start a server there';
    throw new StartupError([`Temporal at ${address} does not answer (${reasonOf(error)}); ${advice}`], {
      cause: error,
    });
  }
}

/** A host that drops packets never refuses, and the operating system would wait for minutes. */
async function withinTime(connecting: Promise<NativeConnection>): Promise<NativeConnection> {
  const over = new AbortController();
  const timeout = delay(connectMs, null, { signal: over.signal, ref: true }).then(() => {
    throw new Error(`no answer within ${connectMs / 1_000} s`);
  });
  try {
    return await Promise.race([connecting, timeout]);
  } finally {
    over.abort();
    timeout.catch(() => {});
  }
}

function loadOptions({ env, profile }: TemporalPlace): ReturnType<typeof loadClientConnectConfig> {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    return loadClientConnectConfig({ overrideEnvVars, ...(profile === null ? {} : { profile }) });
  } catch (error) {
    throw new StartupError([`Temporal's own configuration is not usable: ${firstLine(error)}`], { cause: error });
  }
}

/** The native connection wraps the operating system's message in structures of its own. */
function reasonOf(error: unknown): string {
  const line = firstLine(error);
  return /message: "([^"]+)"/.exec(line)?.[1] ?? line;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
