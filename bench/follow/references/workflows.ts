import { proxyActivities, sleep } from '@temporalio/workflow';

import type { FollowInput, FollowResult, ReferenceActivities, Sight } from './contract.ts';

/*
 * The two usual ways to follow something that has no webhook, written as their users would: a loop of activity and
 * sleep, and one activity that is retried until something has changed. Both read at the cadence of their input.
 */

const { readStatus } = proxyActivities<ReferenceActivities>({ startToCloseTimeout: '1 minute' });

/** Reads, sleeps, reads again. */
export async function loopWorkflow(input: FollowInput): Promise<FollowResult> {
  const timeline: FollowResult['state']['timeline'][number][] = [];
  let seen: Sight | null = null;
  for (;;) {
    const sight = await readStatus(input);
    if (!isSame(sight, seen)) timeline.push({ at: new Date().toISOString(), kind: 'status', ...sight });
    if (isFinal(sight)) return { exchangeWithdrawalId: input.exchangeWithdrawalId, state: { timeline } };
    seen = sight;
    await sleep(input.cadenceMs);
  }
}

/** One activity per change of status; its retries are the polls. */
export async function retryWorkflow(input: FollowInput): Promise<FollowResult> {
  const { readUntilChanged } = proxyActivities<ReferenceActivities>({
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: input.cadenceMs, backoffCoefficient: 1 },
  });
  const timeline: FollowResult['state']['timeline'][number][] = [];
  let seen: Sight | null = null;
  for (;;) {
    seen = await readUntilChanged(input, seen);
    timeline.push({ at: new Date().toISOString(), kind: 'status', ...seen });
    if (isFinal(seen)) return { exchangeWithdrawalId: input.exchangeWithdrawalId, state: { timeline } };
  }
}

function isSame(a: Sight, b: Sight | null): boolean {
  return b !== null && a.exchangeStatus === b.exchangeStatus && a.txid === b.txid;
}

function isFinal({ status }: Sight): boolean {
  return status === 'L1_COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}
