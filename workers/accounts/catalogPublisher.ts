import { createHash } from 'node:crypto';

import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { fitsCatalog, type AssetRules } from '../../domain/assetRules.ts';
import { accountWorkflowId, updateCatalogSignal } from '../../workflows/messages.ts';

export type CatalogPublisher = {
  /** Reads the rules and, if they differ from what was last told, tells the account's workflow. */
  publish(): Promise<void>;
};

/**
 * Keeps an account's catalogue, by which requests are checked early. One event per change, however often it
 * is read.
 */
export function createCatalogPublisher(
  client: Pick<Client, 'workflow'>,
  account: string,
  readRules: () => Promise<readonly AssetRules[] | null>,
): CatalogPublisher {
  let told: string | null = null;
  return {
    async publish() {
      const read = await readRules();
      // Too large to be kept: null takes back what was told before, and the workflow's validation is the only check.
      const rules = fitsCatalog(read) ? read : null;
      const hash = createHash('sha256').update(JSON.stringify(rules)).digest('hex');
      if (hash === told) return;
      try {
        await client.workflow.getHandle(accountWorkflowId(account)).signal(updateCatalogSignal, rules);
        told = hash;
      } catch (error) {
        // No account workflow, nobody to tell; the next hour asks again.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
