import { afterAll, describe, expect, test } from '@jest/globals';

import { workflowTaskQueue } from '../../domain/taskQueues.ts';
import { withdrawalWorkflowId, withdrawalWorkflowType } from '../../workflows/messages.ts';
import { startWorld } from '../support/world.ts';
import { aStill, both, following, handleOf } from './support/withdrawals.ts';

/* As people do it from Temporal's UI and command line, or with an SDK of another language. */

const world = await startWorld();
afterAll(() => world.stop());

describe.each(both)('by any Temporal client, on %s', (exchange) => {
  test.concurrent('FOLLOWING → CANCELLING → SETTLED (CANCELLED, signalled without data)', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await handleOf(world, request).signal('cancelWithdrawal');
    const { state, status } = await world.client.result(request.withdrawalId);
    expect(status).toBe('CANCELLED');
    expect(state.cancel).toMatchObject({ cause: 'signal', actor: 'unknown', reason: 'no reason given' });
    expect(world.left(exchange, request)).toEqual([]);
  });

  test.concurrent('FOLLOWING → CANCELLING → SETTLED (CANCELLED, signalled with a text)', async () => {
    const request = aStill(world, exchange);
    await following(world, request);
    await handleOf(world, request).signal('cancelWithdrawal', 'please');
    const { state } = await world.client.result(request.withdrawalId);
    expect(state.cancel).toMatchObject({ outcome: 'cancelled', actor: 'unknown', reason: 'please' });
  });

  test.concurrent.each([
    ['memo and deadlineAt', ['memo', 'deadlineAt']],
    ['deadlineAt', ['deadlineAt']],
    ['memo', ['memo']],
  ])('VALIDATING → SETTLED (L1_COMPLETED, started without %s)', async (_title, leftOut) => {
    const request = { ...world.request(exchange), memo: null, deadlineAt: null };
    const sent = Object.fromEntries(Object.entries(request).filter(([name]) => !leftOut.includes(name)));
    const handle = await world.temporal.workflow.start(withdrawalWorkflowType, {
      workflowId: withdrawalWorkflowId(request.withdrawalId),
      taskQueue: workflowTaskQueue(world.tag),
      args: [{ request: sent, workerGroup: world.tag }],
    });
    expect(await handle.result()).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(world.left(exchange, request)).toHaveLength(1);
  });
});
