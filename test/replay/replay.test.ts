import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { workflowBundle } from '../support/temporalAddress.ts';
import { readHistories } from './support/histories.ts';

const histories = readHistories();

/** What replaying each history came to: null, or what differed. */
async function replay(bundle: WorkflowBundleOption, names: readonly string[] = histories.map(({ name }) => name)): Promise<Map<string, Error | null>> {
  const chosen = histories.filter(({ name }) => names.includes(name)).map(({ name, history }) => ({ workflowId: name, history }));
  const results = new Map<string, Error | null>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, chosen)) results.set(workflowId, error ?? null);
  return results;
}

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [], telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } } });
});

describe('recorded histories', () => {
  let results = new Map<string, Error | null>();
  beforeAll(async () => {
    results = await replay(workflowBundle());
  }, 60_000);

  test('there is one of every path', () => {
    const paths = new Set(histories.map(({ name }) => name.split('.')[0] ?? ''));
    expect([...paths].sort((a, b) => a.localeCompare(b))).toEqual([
      'account', 'attention', 'cancelledAtDeadline', 'cancelledBeforeSubmit', 'cancelledBySignal', 'cancelledByTemporal', 'deadlineBeforeSubmit', 'delivered', 'failed',
      'lateWatchContradiction', 'lateWatchQuiet', 'recovery', 'recoveryNeverGranted', 'rejected', 'replyLost', 'reviewAbandon', 'reviewAdopt', 'reviewConfirmNotSent', 'tooLate', 'validationRefused',
    ]);
  });

  test.each(histories.map(({ name }) => name))('replays with the workflows of today: %s', (name) => {
    expect(results.get(name)).toBeNull();
  });
});

describe('replay with other workflows', () => {
  test('error: one more timer at the start is found in every history of a withdrawal, and in no other', async () => {
    const workflowsPath = fileURLToPath(new URL('support/incompatibleWorkflows.ts', import.meta.url));
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    const results = await replay({ code });
    expect(results.size).toBe(histories.length);
    for (const [name, error] of results) {
      const isWithdrawal = !/^(account|lateWatch)/.test(name);
      expect(`${name}: ${error instanceof DeterminismViolationError}`).toBe(`${name}: ${isWithdrawal}`);
    }
  });
});
