import { accountOf } from './accountOf.ts';
import type { MoneyActivities } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { keepsClaims } from './reconcile/lostMatch.ts';

/**
 * Tells the account what became of a submission. Where repeats are safe no account keeps claims, and nothing
 * is told. May be repeated.
 */
export async function reportToAccount(
  dependencies: ActivityDependencies,
  input: Parameters<MoneyActivities['reportToAccount']>[0],
): Promise<void> {
  const { account, ...report } = input;
  if (!keepsClaims(accountOf(dependencies, account))) return;
  await dependencies.crashPoint?.('report.beforeTell');
  await dependencies.client.reportOutcome(account, report);
  await dependencies.crashPoint?.('report.afterTell');
}
