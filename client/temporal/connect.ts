import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import { TemporalSetupError, TemporalUnreachableError } from '../errors.ts';

const connectMs = 10_000;

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
export async function connect(
  overrides: { address?: string; namespace?: string; profile?: string } = {},
): Promise<ConnectedTemporal> {
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
    throw new TemporalUnreachableError(
      { address, namespace, reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
  return { client: new Client({ connection, namespace }), address, namespace, close: () => connection.close() };
}

function loadConfig(profile: string | undefined): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig(profile === undefined ? {} : { profile });
  } catch (error) {
    throw new TemporalSetupError(
      "Temporal's connection settings cannot be read.",
      error instanceof Error ? error.message : String(error),
      { cause: error },
    );
  }
}
