import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { connect, type ConnectedTemporal } from '../../client/temporal/connect.ts';
import { searchAttributeNames } from '../../domain/searchAttributes.ts';
import { findPostgres } from '../../scripts/server/production/findPostgres.ts';
import { cachedProductionBinaries } from '../../scripts/server/production/productionBinaries.ts';
import { startProductionServer, type ProductionServer } from '../../scripts/server/startProductionServer.ts';

/** A machine without PostgreSQL, or where the server would first be compiled for minutes, skips, and says why. */
const missing = await findPostgres().then(
  async () =>
    (await cachedProductionBinaries()) === null
      ? 'the production server is not compiled yet: npm run production-server'
      : null,
  (error: Error) => error.message,
);
const describeHere = missing === null ? describe : describe.skip;

describeHere(`startProductionServer${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let server: ProductionServer;
  let temporal: ConnectedTemporal;
  beforeAll(async () => {
    server = await startProductionServer({
      durable: false,
      searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
      log: () => undefined,
    });
    temporal = await connect({ address: server.address, namespace: server.namespace });
  });
  afterAll(async () => {
    await temporal.close();
    await server.stop();
  });

  const start = (workflowId: string) =>
    temporal.client.workflow.start('nobodyRunsThis', { workflowId, taskQueue: 'nobody', args: [] });

  test('behavior: keeps closed workflows for 30 days and knows the search attributes', async () => {
    const { config } = await temporal.client.workflowService.describeNamespace({ namespace: server.namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
    expect(
      (await temporal.client.workflow.count(searchAttributeNames.map((name) => `${name} = '-'`).join(' OR '))).count,
    ).toBe(0);
  });

  test('behavior: what was started is there after a kill and a restart, and the database went on', async () => {
    const { runId } = await start('survivor').then((handle) => handle.describe());
    const before = { pid: server.pid, databasePid: server.databasePid };
    await server.kill();
    expect(() => process.kill(before.pid, 0)).toThrow('ESRCH');
    await server.restart();
    expect(server.pid).not.toBe(before.pid);
    expect(server.databasePid).toBe(before.databasePid);
    expect(await temporal.client.workflow.getHandle('survivor').describe()).toMatchObject({
      runId,
      status: { name: 'RUNNING' },
    });
    expect((await start('another').then((handle) => handle.describe())).status.name).toBe('RUNNING');
  });
});
