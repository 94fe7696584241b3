import type { MoneyActivities } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Tells the account what became of a submission. May be repeated. */
export async function reportToAccount(
  dependencies: ActivityDependencies,
  input: Parameters<MoneyActivities['reportToAccount']>[0],
): Promise<void> {
  const { account, ...report } = input;
  await dependencies.crashPoint?.('report.beforeTell');
  await dependencies.client.reportOutcome(account, report);
  await dependencies.crashPoint?.('report.afterTell');
}
