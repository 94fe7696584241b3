import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import PQueue from 'p-queue';

import type { Resolution, WithdrawalState } from '../../domain/state.ts';
import type { LedgerEntry } from '../../simulator/index.ts';
import { alikeKey, alikeKeyOf } from './alikeKey.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';

const lookMs = 1_000;
/** A decision waits for a worker, which may be stopped just now: the next person goes on meanwhile. */
const persons = 6;
/** What was sent is with the exchange by then, and its support can tell whether something is still under way there. */
const sureAfterMs = 8_000;
/** An attempt of a terminated run may go on for its time-out. */
const sureAfterRecoveryMs = 60_000;

type Decision = Pick<Resolution, 'kind' | 'exchangeWithdrawalId'>;

export type Operator = { readonly decisions: Record<string, number>; end(): Promise<void> };

/**
 * A person in review, by script: sees the exchange's own ledger, adopts only what is unmistakable, says "not
 * sent" only when nothing is there.
 */
export function startOperator(world: ChaosWorld, say: (text: string) => void): Operator {
  const decisions: Record<string, number> = {};
  const over = new AbortController();
  const desks = new PQueue({ concurrency: persons });
  const inHand = new Set<string>();

  async function decide(withdrawalId: string): Promise<void> {
    const { state } = await world.client.get(withdrawalId);
    if (state?.phase !== 'NEEDS_REVIEW') return;
    const { account } = state.request;
    const others = (await world.client.list({ account }).toArray()).filter((one) => one.withdrawalId !== withdrawalId);
    const claimed = new Set(others.map((one) => one.exchangeWithdrawalId).filter((id) => id !== null));
    const simulator = world.simulatorOf(account);
    const decision = decisionFor(
      state,
      simulator.ledger.accepted({ accountId: accountNamed(account).simulated.accountId }),
      claimed,
      Date.now(),
    );
    if (decision === null || (decision.kind === 'confirmNotSent' && simulator.underway() > 0)) return;
    await resolve(withdrawalId, decision).catch((error: unknown) => {
      // While a record made by hand could be it nobody can be told that it was not sent; who made that one
      // gives this one up.
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
    world.hunt.look('an error of the client', inspect(error, { depth: 8 }));
    const [line = ''] = String(error).split('\n');
    say(`operator: ${withdrawalId}: ${line}`);
  }

  async function look(): Promise<void> {
    while (!over.signal.aborted) {
      const rows = await world.client
        .list({ phase: 'NEEDS_REVIEW', open: true })
        .toArray()
        .catch(() => []);
      // The list shows the newest first; who has waited longest may hold a lane that others wait for.
      for (const { withdrawalId } of rows.toReversed()) {
        if (inHand.has(withdrawalId)) continue;
        inHand.add(withdrawalId);
        // Refused, or nobody answers: looked at again, as a person would.
        void desks.add(() =>
          decide(withdrawalId)
            .catch((error: unknown) => complain(withdrawalId, error))
            .finally(() => inHand.delete(withdrawalId)),
        );
      }
      await delay(lookMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  const looking = look();
  return {
    decisions,
    async end() {
      over.abort();
      desks.clear();
      await Promise.all([looking, desks.onIdle()]);
    },
  };
}

/** Null: to be looked at again later. */
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
  // A run that was brought back and fixed nothing to send cannot be looked for; should money have left, the
  // checker says so.
  if (intent === undefined) return waitedMs < sureAfterRecoveryMs ? null : { kind: 'abandon' };
  const mine = ledger.filter((entry) =>
    intent.clientWithdrawalId === null
      ? couldBe(state, entry) && !claimedByOthers.has(entry.exchangeWithdrawalId)
      : entry.clientWithdrawalId === intent.clientWithdrawalId,
  );
  const [only, ...more] = mine;
  // It says itself that nothing was sent, or was never granted, so that what looks like it is somebody
  // else's, who will claim it.
  const wasGranted = intent.clientWithdrawalId !== null || !review.text.includes('the account remembers no grant');
  const wasSent = wasGranted && !review.text.startsWith('nothing sent');
  if (only !== undefined && more.length === 0 && wasSent)
    return { kind: 'adopt', exchangeWithdrawalId: only.exchangeWithdrawalId };
  if (only !== undefined && wasSent) return null;
  return waitedMs < (state.recovery ? sureAfterRecoveryMs : sureAfterMs) ? null : { kind: 'confirmNotSent' };
}

/** Whether a refusal is for the sake of records that were all made by hand. */
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
