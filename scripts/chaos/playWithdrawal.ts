import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import { Decimal } from 'decimal.js';

import {
  TemporalSetupError,
  TemporalUnreachableError,
  WithdrawalClientError,
  type WithdrawalRequestInput,
} from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { withdrawalWorkflowId } from '../../workflows/messages.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { ChaosWorld } from './chaosWorld.ts';
import { stageLookalike } from './lookalike.ts';
import type { PlannedWithdrawal } from './planWithdrawals.ts';

/** The result of a planned withdrawal, as its backend saw it. */
export type Played = {
  readonly planned: PlannedWithdrawal;
  /** Why it was refused at the start, so that nothing of it may be anywhere; null: it was not refused. */
  readonly refused: string | null;
  /** Null: none came. */
  readonly result: WithdrawalResult | null;
  /** Why no result came; null: one came, or it was refused. */
  readonly problem: string | null;
};

const retryMs = 500;

/** Runs one withdrawal to its end as a backend would: repeats the same request until it is answered, then waits. */
export async function playWithdrawal(
  world: ChaosWorld,
  planned: PlannedWithdrawal,
  patienceSeconds: number,
): Promise<Played> {
  const { asset, network, address, amount, withdrawalId, account } = planned;
  arrange(world, planned);
  const now = Date.now();
  const deadlineAt = planned.deadlineMs === null ? null : new Date(now + planned.deadlineMs).toISOString();
  const request = {
    withdrawalId,
    account,
    asset,
    network,
    address,
    amount,
    requestedAt: new Date(now).toISOString(),
    deadlineAt,
  };
  const end = now + patienceSeconds * 1_000;
  const [refused] = await Promise.all(
    Array.from({ length: planned.askedTwice ? 2 : 1 }, () => startUntilAnswered(world, request, end)),
  );
  if (refused !== null && refused !== undefined) return { planned, refused, result: null, problem: null };
  await Promise.all([cancelOnce(world, planned), terminateAndStartAgain(world, planned, request, end)]);
  try {
    const result = await world.client.result(withdrawalId, { timeoutSeconds: Math.max(1, (end - Date.now()) / 1_000) });
    if (planned.askedTwice) await startUntilAnswered(world, request, end);
    return { planned, refused: null, result, problem: null };
  } catch (error) {
    searchError(world, error);
    const view = await world.client.get(withdrawalId).catch((unread: unknown) => String(unread));
    return { planned, refused: null, result: null, problem: `${String(error)}\n${JSON.stringify(view)}` };
  }
}

/** Arms its faults, and sets how the exchange moves it on. */
function arrange(world: ChaosWorld, planned: PlannedWithdrawal): void {
  const { asset, address, amount, account, faults, script } = planned;
  const simulator = world.simulatorOf(account);
  const match = { asset, address, amount: new Decimal(amount).minus(accountNamed(account).feeAside).toFixed() };
  simulator.setScript([...script], match);
  // All before the start: a fault that is armed later could miss its request.
  for (const fault of faults) simulator.arm({ ...fault, match });
  stageLookalike(simulator, planned);
}

/** Null once it is started, or out of patience; else why it was refused. A backend may repeat a request as it likes. */
async function startUntilAnswered(
  world: ChaosWorld,
  request: WithdrawalRequestInput,
  end: number,
): Promise<string | null> {
  for (;;) {
    try {
      await world.client.start(request);
      return null;
    } catch (error) {
      searchError(world, error);
      // A server that starts again may not know its namespace yet.
      const isOfServer = error instanceof TemporalUnreachableError || error instanceof TemporalSetupError;
      if (error instanceof WithdrawalClientError && !isOfServer) return String(error);
      // Whether it has a result is found out by waiting for it.
      if (Date.now() > end) return null;
      await delay(retryMs);
    }
  }
}

/** Asks once. Lost when the server dies just then, as a person's click would be. */
async function cancelOnce(world: ChaosWorld, { withdrawalId, cancelMs }: PlannedWithdrawal): Promise<void> {
  if (cancelMs === null) return;
  await delay(cancelMs);
  await world.client
    .cancel(withdrawalId, { actor: 'chaos', reason: 'no longer wanted', waitSeconds: 0 })
    .catch((error: unknown) => searchError(world, error));
}

/** What nobody should do to a workflow, and somebody will. */
async function terminateAndStartAgain(
  world: ChaosWorld,
  { withdrawalId, terminateMs }: PlannedWithdrawal,
  request: WithdrawalRequestInput,
  end: number,
): Promise<void> {
  if (terminateMs === null) return;
  await delay(terminateMs);
  // It may have ended, or Temporal may be down: then it goes on as it is.
  await world.temporal.workflow
    .getHandle(withdrawalWorkflowId(withdrawalId))
    .terminate('chaos')
    .catch((error: unknown) => searchError(world, error));
  await startUntilAnswered(world, request, end);
}

/** Searches all of an error that could be printed. */
function searchError(world: ChaosWorld, error: unknown): void {
  world.hunt.search('an error of the client', inspect(error, { depth: 8 }));
}
