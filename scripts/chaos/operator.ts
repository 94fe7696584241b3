import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import PQueue from 'p-queue';

import type { Resolution, WithdrawalState } from '../../domain/state.ts';
import type { LedgerEntry } from '../../simulator/index.ts';
import { alikeKey, alikeKeyOf } from './alikeKey.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';

const lookEveryMs = 1_000;
/** So many decisions at a time: one waits for its worker, which may be stopped just then. */
const decisionsAtOnce = 6;
/** By then what was sent has arrived at the exchange, and its support can tell whether anything is still under way. */
const sureAfterMs = 8_000;
/** An attempt of a terminated run may go on until its time-out. */
const sureAfterRecoveryMs = 60_000;

type Decision = Pick<Resolution, 'kind' | 'exchangeWithdrawalId'>;

export type Operator = { readonly decisions: Record<string, number>; end(): Promise<void> };

/**
 * Decides reviews as a person would who sees the exchange's own ledger: adopts only what is unmistakable, and says
 * "not sent" only when nothing is there.
 */
export function startOperator(world: ChaosWorld, say: (text: string) => void): Operator {
  const decisions: Record<string, number> = {};
  const over = new AbortController();
  const queue = new PQueue({ concurrency: decisionsAtOnce });
  const beingDecided = new Set<string>();

  async function decide(withdrawalId: string): Promise<void> {
    const { state } = await world.client.get(withdrawalId);
    if (state?.phase !== 'NEEDS_REVIEW') return;
    const { account } = state.request;
    const others = (await world.client.list({ account }).toArray()).filter((one) => one.withdrawalId !== withdrawalId);
    const claimed = new Set(others.map((one) => one.exchangeWithdrawalId).filter((id) => id !== null));
    const simulator = world.simulatorOf(account);
    const { accountId } = accountNamed(account).simulated;
    const decision = decisionFor(state, simulator.ledger.accepted({ accountId }), claimed, Date.now());
    if (decision === null || (decision.kind === 'confirmNotSent' && simulator.underway() > 0)) return;
    await resolve(withdrawalId, decision).catch((error: unknown) => {
      // While a record made by hand could be ours, "not sent" is refused; whoever made that one gives ours up.
      if (decision.kind !== 'confirmNotSent' || !namesOnlyForeign(String(error), simulator.ledger.entries()))
        throw error;
      return resolve(withdrawalId, { kind: 'abandon' });
    });
  }

  async function resolve(withdrawalId: string, decision: Decision): Promise<void> {
    await world.client.resolve(withdrawalId, {
      ...decision,
      actor: 'scripted operator',
      evidence: "the exchange's own ledger",
    });
    decisions[decision.kind] = (decisions[decision.kind] ?? 0) + 1;
    say(`operator: ${withdrawalId} ${decision.kind} ${decision.exchangeWithdrawalId ?? ''}`);
  }

  function complain(withdrawalId: string, error: unknown): void {
    world.hunt.search('an error of the client', inspect(error, { depth: 8 }));
    const [line = ''] = String(error).split('\n');
    say(`operator: ${withdrawalId}: ${line}`);
  }

  async function decideReviews(): Promise<void> {
    while (!over.signal.aborted) {
      const rows = await world.client
        .list({ phase: 'NEEDS_REVIEW', open: true })
        .toArray()
        .catch(() => []);
      // The list has the newest first. The one that waited longest may hold a lane that others wait for.
      for (const { withdrawalId } of rows.toReversed()) {
        if (beingDecided.has(withdrawalId)) continue;
        beingDecided.add(withdrawalId);
        // One that was refused, or that nobody answered, comes up again with the next list.
        void queue.add(() =>
          decide(withdrawalId)
            .catch((error: unknown) => complain(withdrawalId, error))
            .finally(() => beingDecided.delete(withdrawalId)),
        );
      }
      await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  const deciding = decideReviews();
  return {
    decisions,
    async end() {
      over.abort();
      queue.clear();
      await Promise.all([deciding, queue.onIdle()]);
    },
  };
}

/** What to decide, by what the exchange's ledger shows. Null: nothing yet. */
export function decisionFor(
  state: WithdrawalState,
  ledger: readonly LedgerEntry[],
  claimedByOthers: ReadonlySet<string>,
  nowMs: number,
): Decision | null {
  const review = state.timeline.findLast((entry) => entry.kind === 'review');
  const intent = state.submissions.at(-1)?.intent;
  if (review === undefined) return null;
  const waitedMs = nowMs - Date.parse(review.at);
  // A run that was started again and has nothing to send cannot be looked for. If money left, the checker finds it.
  if (intent === undefined) return waitedMs < sureAfterRecoveryMs ? null : { kind: 'abandon' };
  const mine = ledger.filter((entry) =>
    intent.clientWithdrawalId === null
      ? couldBe(state, entry) && !claimedByOthers.has(entry.exchangeWithdrawalId)
      : entry.clientWithdrawalId === intent.clientWithdrawalId,
  );
  const [only, ...more] = mine;
  // The review itself may say that nothing was sent or granted: then what looks like ours belongs to another, who
  // will claim it.
  const wasGranted = intent.clientWithdrawalId !== null || !review.text.includes('the account remembers no grant');
  const wasSent = wasGranted && !review.text.startsWith('nothing sent');
  if (only !== undefined && more.length === 0 && wasSent)
    return { kind: 'adopt', exchangeWithdrawalId: only.exchangeWithdrawalId };
  if (only !== undefined && wasSent) return null;
  return waitedMs < (state.recovery ? sureAfterRecoveryMs : sureAfterMs) ? null : { kind: 'confirmNotSent' };
}

/** Whether a decision was refused because of records that were all made by hand. */
export function namesOnlyForeign(refusal: string, ledger: readonly LedgerEntry[]): boolean {
  const named = ledger.filter((entry) => refusal.includes(entry.exchangeWithdrawalId));
  return (
    refusal.includes('shows what may be this withdrawal') && named.length > 0 && named.every((entry) => entry.foreign)
  );
}

function couldBe({ request }: WithdrawalState, entry: LedgerEntry): boolean {
  return (
    !entry.foreign && entry.acceptedAtMs >= Date.parse(request.requestedAt) && alikeKeyOf(entry) === alikeKey(request)
  );
}
