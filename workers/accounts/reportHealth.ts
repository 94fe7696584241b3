import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import type { HealthReport } from '../../domain/accountState.ts';
import { accountWorkflowId, reportHealthSignal } from '../../workflows/messages.ts';

/**
 * Tells the account's workflow, and with it everybody who looks at Temporal's list. An account without one is
 * told to nobody.
 */
export async function reportHealth(
  client: Pick<Client, 'workflow'>,
  account: string,
  report: HealthReport,
): Promise<void> {
  try {
    await client.workflow.getHandle(accountWorkflowId(account)).signal(reportHealthSignal, report);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
