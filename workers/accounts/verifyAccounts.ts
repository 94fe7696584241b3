import type { Client } from '@temporalio/client';

import { StartupError } from '../startupError.ts';
import { checkAccountWorkflow } from './checkAccountWorkflow.ts';
import type { ServedAccount } from './setUpAccounts.ts';

/**
 * Makes sure at start that every key, base URL and account workflow belong together, and creates missing account
 * workflows. Throws StartupError with all problems before anything is created. An exchange that does not answer does
 * not stop the start: its account is verified later, before anything is sent with it.
 */
export async function verifyAccounts(
  client: Pick<Client, 'workflow'>,
  accounts: readonly ServedAccount[],
): Promise<void> {
  const probed = await Promise.all(
    accounts.map(async (account) => ({ account, verdict: await account.verifier.probe() })),
  );
  const verified = probed.flatMap(({ account, verdict }) =>
    verdict.kind === 'verified' ? [{ account, accountIdentity: verdict.accountIdentity }] : [],
  );
  const checks = await Promise.all(
    verified.map(({ account, accountIdentity }) => checkAccountWorkflow(client, account.subject(accountIdentity))),
  );
  const problems = [
    ...probed.flatMap(({ verdict }) => (verdict.kind === 'misconfigured' ? [verdict.problem] : [])),
    ...checks.flatMap((check) => (check.kind === 'misconfigured' ? [check.problem] : [])),
  ];
  if (problems.length > 0) throw new StartupError(problems);
  await Promise.all(verified.map(({ account, accountIdentity }) => account.verifier.admit(accountIdentity)));
}
