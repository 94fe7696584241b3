import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';

import type { HealthReport } from '../../domain/accountState.ts';
import { accountWorkflowId, reportHealthSignal } from '../../workflows/messages.ts';

/**
 * Reports an account's health to its workflow, which shows it in Temporal's list. Does nothing if the account has no
 * workflow. May be repeated.
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
