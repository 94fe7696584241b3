import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { workflowBundle } from '../support/temporalAddress.ts';
import { bundleEdited } from './support/bundleEdited.ts';
import { edits } from './support/edits.ts';
import { currentVersion, readHistories } from './support/histories.ts';

const histories = readHistories();

/** What replaying each history came to: null, or what differed. */
async function replay(
  bundle: WorkflowBundleOption,
  names: readonly string[] = histories.map(({ name }) => name),
): Promise<Map<string, Error | null>> {
  const chosen = histories
    .filter(({ name }) => names.includes(name))
    .map(({ name, history }) => ({ workflowId: name, history }));
  const results = new Map<string, Error | null>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, chosen))
    results.set(workflowId, error ?? null);
  return results;
}

/** Every path that the recorder keeps, read from its source text. */
function recordedPaths(): string[] {
  const text = readFileSync(new URL('record.ts', import.meta.url), 'utf8');
  return [
    ...new Set(
      [...text.matchAll(/named\('(\w+)'\)|`(\w+)\.\$\{exchange\}`/g)].map(
        ([, named, spelled]) => named ?? spelled ?? '',
      ),
    ),
  ];
}

beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
});

describe('recorded histories', () => {
  let results = new Map<string, Error | null>();
  beforeAll(async () => {
    results = await replay(workflowBundle());
  }, 60_000);

  test.each(['bigone', 'bitunix'])('the version under way has one of every path on %s', (exchange) => {
    const paths = histories
      .filter(({ version, path }) => version === currentVersion && path.endsWith(`.${exchange}`))
      .map(({ path }) => path.split('.')[0] ?? '');
    expect(paths.sort((a, b) => a.localeCompare(b))).toEqual(recordedPaths().sort((a, b) => a.localeCompare(b)));
    expect(paths).toEqual([
      'account',
      'attention',
      'cancelledAtDeadline',
      'cancelledBeforeSubmit',
      'cancelledBySignal',
      'cancelledByTemporal',
      'deadlineBeforeSubmit',
      'delivered',
      'failed',
      'lateWatchContradiction',
      'lateWatchQuiet',
      'recovery',
      'recoveryNeverGranted',
      'rejected',
      'replyLost',
      'reviewAbandon',
      'reviewAdopt',
      'reviewConfirmNotSent',
      'tooLate',
      'validationRefused',
    ]);
  });

  test.each(histories.map(({ name }) => name))('replays with the workflows of today: %s', (name) => {
    expect(results.get(name)).toBeNull();
  });
});

describe('replay with workflows that were changed without a patch', () => {
  test.each(Object.entries(edits))(
    'error: %s is found in every history that holds it, and in no other',
    async (_kind, edit) => {
      const hit = histories.filter(({ history }) => edit.hits(history)).map(({ name }) => name);
      expect(hit.length).toBeGreaterThan(2);
      const results = await replay(await bundleEdited(edit));
      expect(results.size).toBe(histories.length);
      const found = [...results]
        .filter(([, error]) => error instanceof DeterminismViolationError)
        .map(([name]) => name);
      expect(found.sort()).toEqual(hit.sort());
    },
  );
});
