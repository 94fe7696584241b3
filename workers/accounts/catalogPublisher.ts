import { createHash } from 'node:crypto';

import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import { fitsCatalog, type AssetRules } from '../../domain/assetRules.ts';
import { accountWorkflowId, updateCatalogSignal } from '../../workflows/messages.ts';

export type CatalogPublisher = {
  /** Reads the rules and sends them to the account's workflow if they differ from those sent last. May be repeated. */
  publish(): Promise<void>;
};

/**
 * Keeps the catalogue in the account's workflow up to date; requests are checked against it before they start.
 * A change of the rules costs one history event, a read without a change none.
 */
export function createCatalogPublisher(
  client: Pick<Client, 'workflow'>,
  account: string,
  readRules: () => Promise<readonly AssetRules[] | null>,
): CatalogPublisher {
  let publishedHash: string | null = null;
  return {
    async publish() {
      const read = await readRules();
      // Null for rules that are too large to keep: it clears the catalogue. The withdrawal's own validation remains.
      const rules = fitsCatalog(read) ? read : null;
      const hash = createHash('sha256').update(JSON.stringify(rules)).digest('hex');
      if (hash === publishedHash) return;
      try {
        await client.workflow.getHandle(accountWorkflowId(account)).signal(updateCatalogSignal, rules);
        publishedHash = hash;
      } catch (error) {
        // The account has no workflow now. The next hourly refresh tries again.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
