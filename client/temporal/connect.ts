import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import { checkOptions, type KnownOptions } from '../checkOptions.ts';
import { TemporalSetupError, TemporalUnreachableError } from '../errors.ts';

const connectMs = 10_000;

export type ConnectOverrides = { readonly address?: string; readonly namespace?: string; readonly profile?: string };

const overrideNames: KnownOptions<ConnectOverrides> = { address: true, namespace: true, profile: true };

export type ConnectedTemporal = {
  readonly client: Client;
  readonly address: string;
  readonly namespace: string;
  /** Closes the connection. May be called again. */
  close(): Promise<void>;
};

/**
 * Connects as Temporal's own tools do: by TEMPORAL_* variables, then by the profile in temporal.toml.
 * Throws TemporalUnreachableError when the server does not answer within 10 s, TemporalSetupError on a bad profile.
 */
export async function connect(overrides: ConnectOverrides = {}): Promise<ConnectedTemporal> {
  checkOptions(overrides, overrideNames, 'reads');
  const loaded = loadConfig(overrides.profile);
  const namespace = overrides.namespace ?? loaded.namespace ?? 'default';
  const options = {
    ...loaded.connectionOptions,
    ...(overrides.address === undefined ? {} : { address: overrides.address }),
  };
  const address = options.address ?? 'localhost:7233';
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...options, connectTimeout: connectMs } as Parameters<
      typeof Connection.connect
    >[0]);
  } catch (error) {
    throw new TemporalUnreachableError({ address, namespace, reason: reasonOf(error) }, { cause: error });
  }
  return { client: new Client({ connection, namespace }), address, namespace, close: () => connection.close() };
}

/** The SDK says only that it waited in vain, or that the address has no such form. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/invalid address/i.test(message)) return 'expected an address of the form host:port';
  return /deadline/i.test(message) ? `nothing answers there within ${connectMs / 1_000} s` : message;
}

function loadConfig(profile: string | undefined): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig(profile === undefined ? {} : { profile });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = 'look at TEMPORAL_PROFILE, at --profile, and at the file temporal.toml';
    const sentence = "Temporal's connection settings cannot be read.";
    throw new TemporalSetupError('settings', sentence, { reason, hint }, { cause: error });
  }
}
