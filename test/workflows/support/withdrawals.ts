import type { WorkflowHandle } from '@temporalio/client';

import type { WithdrawalRequestInput, WithdrawalView } from '../../../client/index.ts';
import type { Resolution, WithdrawalState } from '../../../domain/state.ts';
import { workflowTaskQueue } from '../../../domain/taskQueues.ts';
import type { ScriptStatus } from '../../../simulator/ledger.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../../workflows/messages.ts';
import type { World } from '../../support/world.ts';

export type TestExchange = 'bigone' | 'bitunix';
export const both = ['bigone', 'bitunix'] as const;

/** A script for withdrawals that stay where they are until the test moves them. */
export const standStill: { afterMs: number; status: ScriptStatus }[] = [];

export const by = { actor: 'ada', reason: 'a test asks' };

export function decision(kind: Resolution['kind'], exchangeWithdrawalId?: string): Resolution {
  return {
    kind,
    actor: 'ada',
    evidence: "looked at the exchange's own page",
    ...(exchangeWithdrawalId === undefined ? {} : { exchangeWithdrawalId }),
  };
}

export function handleOf(
  world: World,
  request: Pick<WithdrawalRequestInput, 'withdrawalId'>,
  runId?: string,
): WorkflowHandle {
  return world.temporal.workflow.getHandle(withdrawalWorkflowId(request.withdrawalId), runId);
}

/** A request whose record stays pending at the exchange. */
export function aStill(
  world: World,
  exchange: TestExchange,
  change: Partial<WithdrawalRequestInput> = {},
): WithdrawalRequestInput {
  const request = world.request(exchange, change);
  world.simulators[exchange].setScript(standStill, { address: request.address });
  return request;
}

/** Starts it and waits until the exchange has it and it is followed. */
export async function following(world: World, request: WithdrawalRequestInput): Promise<WithdrawalView> {
  await world.client.start(request);
  return world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
}

/** Starts it so that the exchange reads the submit, books nothing and never answers; waits until a person is asked. */
export async function inReview(
  world: World,
  exchange: TestExchange,
  request: WithdrawalRequestInput = world.request(exchange),
): Promise<WithdrawalRequestInput> {
  world.simulators[exchange].arm({ name: 'dropBeforeAccept', on: 'submit', match: { address: request.address } });
  await world.client.start(request);
  await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
  return request;
}

/** What somebody pays to the same address by hand, in the exchange's app. */
export function payByHand(
  world: World,
  exchange: TestExchange,
  request: WithdrawalRequestInput,
  change: { address?: string; amount?: string; status?: ScriptStatus } = {},
): string {
  const { asset, network, address, amount } = request;
  return world.simulators[exchange].addForeignWithdrawal({ asset, network, address, amount, ...change });
}

/**
 * A withdrawal on Bitunix whose reply is lost while somebody pays the same by hand. Two records could be it.
 */
export async function ambiguous(
  world: World,
): Promise<{ request: WithdrawalRequestInput; ours: string; twin: string }> {
  const request = aStill(world, 'bitunix');
  const simulator = world.simulators.bitunix;
  const twin = new Promise<string>((found) => {
    const stop = simulator.ledger.subscribe(({ kind, entry }) => {
      if (kind !== 'accepted' || entry.foreign || entry.address !== request.address) return;
      stop();
      found(payByHand(world, 'bitunix', request));
    });
  });
  simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
  await world.client.start(request);
  await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
  return { request, ours: world.accepted('bitunix', request)[0]?.exchangeWithdrawalId ?? '', twin: await twin };
}

/** Starts the workflow directly, without the client and its early check. Nobody should. */
export async function startDirectly(world: World, input: WithdrawalRequestInput): Promise<WithdrawalRequestInput> {
  const request = { memo: null, deadlineAt: null, ...input };
  await world.temporal.workflow.start(withdrawalWorkflowType, {
    workflowId: withdrawalWorkflowId(request.withdrawalId),
    taskQueue: workflowTaskQueue(world.tag),
    args: [{ request, workerGroup: world.tag, recovery: false }],
    memo: { request, workerGroup: world.tag },
  });
  return request;
}

/** How many requests of the exchange have read withdrawals so far. */
export function readsOf(world: World, exchange: TestExchange): number {
  const counts = Object.entries(world.simulators[exchange].requestCounts());
  return counts.reduce(
    (sum, [endpoint, count]) =>
      /GET \/viewer\/withdrawals|withdraw_transfer\/page/.test(endpoint) ? sum + count : sum,
    0,
  );
}

export function texts(state: WithdrawalState | null): string {
  return (state?.timeline ?? []).map((entry) => entry.text).join('\n');
}

/**
 * Waits for a condition of the test's own; fails after 60 s. A look that fails is tried again: on a busy machine a
 * worker may take longer to answer a query than the client waits.
 */
export async function eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 60_000;
  let failure: unknown;
  const look = async (): Promise<boolean> => {
    try {
      return await condition();
    } catch (error) {
      failure = error;
      return false;
    }
  };
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`, { cause: failure });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
