import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startTemporalServer } from '../../scripts/server/startTemporalServer.ts';
import { testRun } from './testRun.ts';

const SEARCH_ATTRIBUTES = {
  account: 'Keyword',
  asset: 'Keyword',
  network: 'Keyword',
  status: 'Keyword',
  phase: 'Keyword',
  attention: 'Keyword',
  exchangeWithdrawalId: 'Keyword',
  txid: 'Keyword',
} as const;

/**
 * Starts one Temporal server and builds the workflow bundle once for the whole run; tests find both through
 * `temporalAddress.ts`. If several jest projects of one run call it, the first call does the work.
 */
export default async function globalSetup(_globalConfig: unknown, projectConfig: { rootDir: string }): Promise<void> {
  const run = testRun();
  run.users += 1;
  run.ready ??= prepare(projectConfig.rootDir);
  await run.ready;
}

async function prepare(rootDir: string): Promise<void> {
  const run = testRun();
  run.folder = mkdtempSync(join(tmpdir(), 'withdrawals-test-'));
  run.server = await startTemporalServer({ durable: false, searchAttributes: SEARCH_ATTRIBUTES });
  process.env['WITHDRAWALS_TEST_TEMPORAL_ADDRESS'] = run.server.address;
  try {
    process.env['WITHDRAWALS_TEST_BUNDLE'] = await bundle(rootDir, run.folder);
  } catch (error) {
    // Not thrown here: each test that asks for the bundle fails with this reason, and the others still run.
    process.env['WITHDRAWALS_TEST_BUNDLE_ERROR'] = error instanceof Error ? error.message : String(error);
  }
}

async function bundle(rootDir: string, folder: string): Promise<string> {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(rootDir, 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  const file = join(folder, 'workflow-bundle.js');
  writeFileSync(file, code);
  return file;
}
