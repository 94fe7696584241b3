import type { ClientContext } from './context.ts';
import { checkAccounts } from './doctor/checkAccounts.ts';
import { checkNamespace } from './doctor/checkNamespace.ts';
import { checkQueues } from './doctor/checkQueues.ts';
import { checkWithdrawals } from './doctor/checkWithdrawals.ts';
import type { DoctorLine } from './doctor/doctorLine.ts';
import type { AccountEntry } from './temporal/accountDirectory.ts';

export type { DoctorLine } from './doctor/doctorLine.ts';

export type DoctorReport = { readonly ok: boolean; readonly namespace: string; readonly lines: readonly DoctorLine[] };

/**
 * Checks server, namespace, accounts, task queues and what waits for a person. Only reads. Throws
 * TemporalUnreachableError.
 */
export async function runDoctor(context: ClientContext): Promise<DoctorReport> {
  const namespaceLines = await checkNamespace(context);
  const accounts = await findAccounts(context);
  const lines = [
    ...namespaceLines,
    ...checkAccounts(accounts),
    ...(await checkQueues(context, accounts)),
    ...(await checkWithdrawals(context)),
  ];
  return { ok: lines.every((line) => line.ok), namespace: context.namespace, lines };
}

async function findAccounts({ accounts }: ClientContext): Promise<AccountEntry[]> {
  const names = await accounts.known();
  const entries = await Promise.all(names.map((account) => accounts.find(account, true)));
  return entries.filter((entry) => entry !== null);
}
