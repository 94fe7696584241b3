import type { GrantAnswer, GrantNotNow } from '../../domain/accountState.ts';
import type { Baseline } from '../../domain/baseline.ts';
import { AccountError } from '../account/accountError.ts';
import { grantGoodForMs, mayBeRepeated, type SubmitAttempt } from './submitAttempt.ts';

/** An execution's right to send, good until it is stale. */
export type HeldGrant = { readonly token: string; readonly isStale: () => boolean };

export type TakenGrant =
  | GrantAnswer
  | GrantNotNow
  | { readonly kind: 'accountMissing' }
  | { readonly kind: 'noAnswer' };

const askAgainAfterMs = 250;
/** Continue-as-new of the account can make it look absent for a moment. */
const missingAsks = 2;

/**
 * Opens an execution's claim to a grant with a token of its own. Staleness counts from here, before anything
 * is asked.
 */
export function openGrant(attempt: SubmitAttempt): HeldGrant {
  const { dependencies } = attempt;
  const askedMs = dependencies.monotonicMs();
  const askedAtMs = dependencies.nowMs();
  // Two clocks: the monotonic one stands still while a machine sleeps, the other may be set back.
  const isStale = (): boolean =>
    dependencies.monotonicMs() - askedMs > grantGoodForMs || dependencies.nowMs() - askedAtMs > grantGoodForMs;
  return { token: dependencies.randomToken(), isStale };
}

/** Asks for the grant; after a lost answer again with the same token, until the grant would be stale. */
export async function takeGrant(
  attempt: SubmitAttempt,
  grant: HeldGrant,
  baseline: Baseline | null,
): Promise<TakenGrant> {
  const { dependencies, input } = attempt;
  const { withdrawalId, submission, laneKey, account } = input.intent;
  let missing = 0;
  while (!grant.isStale()) {
    try {
      return await dependencies.client.requestGrant(account, {
        withdrawalId,
        submission,
        token: grant.token,
        laneKey,
        baseline,
        ...(mayBeRepeated(attempt) ? { repeatable: true as const } : {}),
      });
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      if (error.reason === 'accountMissing') missing += 1;
      if (missing >= missingAsks) return { kind: 'accountMissing' };
    }
    await dependencies.sleep(askAgainAfterMs);
  }
  return { kind: 'noAnswer' };
}
