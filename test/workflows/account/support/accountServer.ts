import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import { connect } from '../../../../client/index.ts';
import type { Capabilities } from '../../../../domain/capabilities.ts';
import { searchAttributeNames } from '../../../../domain/searchAttributes.ts';
import { workflowTaskQueue } from '../../../../domain/taskQueues.ts';
import { freePorts } from '../../../../scripts/server/freePorts.ts';
import { prepareNamespace } from '../../../../scripts/server/prepareNamespace.ts';
import { resolveTemporalBinary } from '../../../../scripts/server/resolveTemporalBinary.ts';
import { serverArguments } from '../../../../scripts/server/serverArguments.ts';
import { startServerProcess } from '../../../../scripts/server/serverProcess.ts';
import { accountWorkflowId, accountWorkflowType, type AccountInput } from '../../../../workflows/messages.ts';
import { workflowBundle } from '../../../support/temporalAddress.ts';

const week = 7 * 86_400_000;

const capabilities: Capabilities = {
  repeatSubmit: 'never',
  findBy: 'history',
  cancel: 'firstReviewOnly',
  feeMode: 'gross',
  clientIdFormat: 'none',
  answerIdIsRecordId: true,
  resubmitAfterMs: 86_400_000,
  statusBatch: { kind: 'page', size: 100 },
};

export type AccountServer = Awaited<ReturnType<typeof startAccountServer>>;

/**
 * A Temporal server of the test's own that suggests continue-as-new after this many events, and a worker for account
 * workflows alone. What the account does is what it does in production after 4,096 events; here that comes early.
 */
export async function startAccountServer(eventsPerRun: number) {
  const server = await launch(eventsPerRun);
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection,
    taskQueue: workflowTaskQueue('none'),
    workflowBundle: workflowBundle(),
  });
  const running = worker.run();
  const temporal = await connect({ address: server.address });
  const { client } = temporal;
  return {
    address: server.address,
    temporal: client,
    async startAccount(account: string, change: Partial<AccountInput> = {}): Promise<void> {
      const input: AccountInput = {
        account,
        workerGroup: 'none',
        accountIdentity: 'test',
        capabilities,
        claimLifetimeMs: week,
        ...change,
      };
      const { workerGroup, accountIdentity } = input;
      await client.workflow.start(accountWorkflowType, {
        workflowId: accountWorkflowId(account),
        taskQueue: workflowTaskQueue(workerGroup),
        args: [input],
        memo: { adapter: account.split('/')[0], workerGroup, accountIdentity, capabilities: input.capabilities },
      });
    },
    /** The run that answers now. */
    async runOf(account: string): Promise<string> {
      return (await client.workflow.getHandle(accountWorkflowId(account)).describe()).runId;
    },
    /**
     * Every run so far, in order, with the number of its events and whether it had to wait before it began. Each run's
     * last event names the next run.
     */
    async runsOf(account: string, firstRunId: string): Promise<{ events: number; waited: boolean }[]> {
      const runs: { events: number; waited: boolean }[] = [];
      for (let runId: string | null | undefined = firstRunId; runId;) {
        const { events } = await client.workflow.getHandle(accountWorkflowId(account), runId).fetchHistory();
        const backoff = events?.[0]?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff;
        runs.push({
          events: events?.length ?? 0,
          waited: Number(backoff?.seconds ?? 0) > 0 || (backoff?.nanos ?? 0) > 0,
        });
        runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
      }
      return runs;
    },
    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      await connection.close();
      await temporal.close();
      await server.stop();
    },
  };
}

async function launch(eventsPerRun: number): Promise<{ address: string; stop: () => Promise<void> }> {
  const found = await resolveTemporalBinary({ log: () => undefined });
  if (found.kind === 'existing') throw new Error('this test sets options of its own server: unset TEMPORAL_ADDRESS');
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-account-'));
  const [port = 0] = await freePorts(1);
  const settings = {
    port,
    uiPort: null,
    databaseFile: join(folder, 'temporal.sqlite'),
    durable: false,
    searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
  };
  const early = ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${eventsPerRun}`];
  const server = startServerProcess(
    found.path,
    [...serverArguments(settings), ...early],
    join(folder, 'server.log'),
    folder,
  );
  await prepareNamespace(`127.0.0.1:${port}`, 'default', 30, 60_000, () => server.hasExited());
  return { address: `127.0.0.1:${port}`, stop: () => server.end('SIGTERM') };
}
