import { setTimeout as delay } from 'node:timers/promises';
import { Decimal } from 'decimal.js';
import { TemporalUnreachableError, WithdrawalClientError, type WithdrawalRequestInput } from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';
import type { PlannedWithdrawal } from './planWithdrawals.ts';

/** What became of a planned withdrawal, as its backend saw it. */
export type Played = {
  readonly planned: PlannedWithdrawal;
  /** Why it was refused at the start: then there must be nothing of it anywhere. */
  readonly refused: string | null;
  /** Null where none came. */
  readonly result: WithdrawalResult | null;
  /** Why none came. */
  readonly problem: string | null;
};

const retryMs = 500;

/** Plays one withdrawal to its end as a backend would: asks with the same words again until it is answered, then waits. */
export async function playWithdrawal(world: ChaosWorld, planned: PlannedWithdrawal, patienceSeconds: number, started: () => void): Promise<Played> {
  const simulator = world.simulatorOf(planned.account);
  const { asset, network, address, amount, withdrawalId, account } = planned;
  const match = { asset, address, amount: new Decimal(amount).minus(accountNamed(account).feeAside).toFixed() };
  simulator.setScript([...planned.script], match);
  for (const fault of planned.faults) simulator.arm({ ...fault, match });
  const now = Date.now();
  const deadlineAt = planned.deadlineMs === null ? null : new Date(now + planned.deadlineMs).toISOString();
  const request = { withdrawalId, account, asset, network, address, amount, requestedAt: new Date(now).toISOString(), deadlineAt };
  const end = now + patienceSeconds * 1_000;
  const refused = await startUntilAnswered(world, request, end);
  started();
  if (refused !== null) return { planned, refused, result: null, problem: null };
  if (planned.cancelMs !== null) await cancelOnce(world, planned.withdrawalId, planned.cancelMs);
  try {
    const result = await world.client.result(withdrawalId, { timeoutSeconds: Math.max(1, (end - Date.now()) / 1_000) });
    return { planned, refused: null, result, problem: null };
  } catch (error) {
    const view = await world.client.get(withdrawalId).catch((unread: unknown) => String(unread));
    return { planned, refused: null, result: null, problem: `${String(error)}\n${JSON.stringify(view)}` };
  }
}

/** Null once started, or out of patience; else the refusal. The same request again and again is what a backend may do. */
async function startUntilAnswered(world: ChaosWorld, request: WithdrawalRequestInput, end: number): Promise<string | null> {
  for (;;) {
    try {
      await world.client.start(request);
      return null;
    } catch (error) {
      if (error instanceof WithdrawalClientError && !(error instanceof TemporalUnreachableError)) return String(error);
      // What its result tells, or that it has none, comes from the wait for it.
      if (Date.now() > end) return null;
      await delay(retryMs);
    }
  }
}

/** Asked once; lost with the server's death, as a person's click would be. */
async function cancelOnce(world: ChaosWorld, withdrawalId: string, afterMs: number): Promise<void> {
  await delay(afterMs);
  await world.client.cancel(withdrawalId, { actor: 'chaos', reason: 'no longer wanted', waitSeconds: 0 }).catch(() => undefined);
}
