import type { RevokeAnswer } from '../domain/accountState.ts';
import type { RevokeInput } from './contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/**
 * After `revoked` no execution ever gets this submission's grant. `alreadyGranted`: it may have been sent.
 * May be repeated.
 */
export async function revokeGrant(dependencies: ActivityDependencies, input: RevokeInput): Promise<RevokeAnswer> {
  await dependencies.crashPoint?.('revoke.beforeAsk');
  const answer = await dependencies.client.revokeGrant(input.account, {
    withdrawalId: input.withdrawalId,
    submission: input.submission,
  });
  await dependencies.crashPoint?.('revoke.afterAsk');
  return answer;
}
