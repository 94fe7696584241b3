import { fileURLToPath } from 'node:url';

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import type { BenchAccount } from '../../support/benchAccounts.ts';
import { directExchange } from '../../support/directExchange.ts';
import { referenceTaskQueue } from './contract.ts';
import { createReferenceActivities } from './createReferenceActivities.ts';

/* The worker of a reference: one process with the SDK's default settings. It ends by SIGTERM or with the bench. */

type Argument = { readonly account: BenchAccount; readonly baseUrl: string; readonly temporalAddress: string };

const { account, baseUrl, temporalAddress } = JSON.parse(process.argv[2] ?? '') as Argument;
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: ['SIGTERM'] });
const connection = await NativeConnection.connect({ address: temporalAddress });
const worker = await Worker.create({
  connection,
  taskQueue: referenceTaskQueue,
  workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
  activities: createReferenceActivities(directExchange(account, baseUrl)),
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
await worker.run();
await connection.close();
process.exit();
