import { fileURLToPath } from 'node:url';

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import { createExchange } from '../../exchanges/createExchange.ts';
import { createHttpPort } from '../../exchanges/http/httpClient.ts';
import { exchanges } from '../../exchanges/registry.ts';
import { createLog } from '../../workers/process/createLog.ts';
import { createFloorActivities } from './floorActivities.ts';
import type { FloorSettings } from './startFloorWorker.ts';

/*
 * The floor's worker, in a process of its own: one worker for workflow and activity, as most people would write it,
 * with as many slots as ours.
 */

const { address, baseUrl, account, taskQueue } = JSON.parse(process.argv[2] ?? '') as FloorSettings;
const definition = exchanges[account.kind];
if (definition === undefined) throw new RangeError(`no adapter ${account.kind}`);
Runtime.install({
  logger: new DefaultLogger('WARN'),
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
});
const log = createLog('warn');
const gate = { takeTurn: async () => undefined, holdBack: () => undefined };
const exchange = createExchange(definition, {
  baseUrl,
  credentials: account.credentials,
  options: definition.optionsSchema.parse({}),
  exchangeAccountId: account.simulated.accountId,
  http: createHttpPort({ gate, log, nowMs: Date.now }),
  nowMs: Date.now,
});
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('floorWorkflow.js', import.meta.url)),
  activities: createFloorActivities(exchange),
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 50,
});
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => worker.shutdown());
process.send?.('ready');
await worker.run();
await connection.close();
process.exit();
