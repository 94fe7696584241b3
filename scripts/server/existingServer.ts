import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import type { PrintLine } from './printLine.ts';
import type { TemporalServer } from './temporalServer.ts';

/** `temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD`, of Temporal's protocol. */
const keyword = 2;

/**
 * Wraps the server at TEMPORAL_ADDRESS and adds missing search attributes to its namespace. The server is never
 * stopped from here. Throws if it does not answer.
 */
export async function existingServer(
  address: string,
  searchAttributes: Readonly<Record<string, 'Keyword'>>,
  log: PrintLine,
): Promise<TemporalServer> {
  const config = loadClientConnectConfig();
  const namespace = config.namespace ?? 'default';
  log(`using the Temporal server at ${address}, namespace ${namespace} (TEMPORAL_ADDRESS)`);
  await check(config.connectionOptions, address, namespace, searchAttributes);
  return {
    address,
    namespace,
    uiUrl: null,
    pid: 0,
    stop: () => Promise.resolve(),
    kill: () => Promise.reject(refusal('killed', address)),
    restart: () => Promise.reject(refusal('restarted', address)),
  };
}

async function check(
  options: Parameters<typeof Connection.connect>[0],
  address: string,
  namespace: string,
  searchAttributes: Readonly<Record<string, 'Keyword'>>,
): Promise<void> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ connectTimeout: '5s', ...options });
  } catch (error) {
    throw new Error(
      `The Temporal server at ${address} (TEMPORAL_ADDRESS) does not answer; ` +
        'start it, or unset the variable to get an embedded one.',
      { cause: error },
    );
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    await addMissing(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
}

async function addMissing(
  connection: Connection,
  namespace: string,
  searchAttributes: Readonly<Record<string, 'Keyword'>>,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(searchAttributes).filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}

function refusal(verb: string, address: string): Error {
  return new Error(
    `The Temporal server at ${address} was not started here (TEMPORAL_ADDRESS), so it is not ${verb} here; ` +
      'unset the variable to get an embedded one.',
  );
}
