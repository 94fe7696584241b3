import { describe, expect, test } from '@jest/globals';

import { accountWorkflowId } from '../../workflows/messages.ts';
import { startWorld, type World } from '../support/world.ts';
import { aStill, both, eventually, handleOf, type TestExchange } from '../workflows/support/withdrawals.ts';
import { reset, tasksOf } from './support/tampering.ts';

/** A world to itself: its account workflow is terminated. */
async function inItsOwnWorld(play: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld();
  try {
    await play(world);
  } finally {
    await world.stop();
  }
}

const workflowOf = (world: World, exchange: TestExchange) =>
  world.temporal.workflow.getHandle(accountWorkflowId(world.accountOf(exchange)));
const restore = (world: World, exchange: TestExchange) =>
  world.client.account.restore(world.accountOf(exchange), {
    actor: 'ada',
    evidence: 'it was terminated by a test',
    quietMs: 100,
  });

describe.each(both)('account workflow of %s terminated', (exchange) => {
  test.concurrent('a grant in flight, restored three times → delivered once, its like waits, a reset finds it', () =>
    inItsOwnWorld(async (world) => {
      const request = world.request(exchange);
      world.simulators[exchange].arm({
        name: 'slow',
        on: 'submit',
        delayMs: 6_000,
        match: { address: request.address },
      });
      const { runId } = await world.client.start(request);
      await eventually(() => world.accepted(exchange, request).length === 1, 'it was sent');
      await workflowOf(world, exchange).terminate('a test');
      const restored = await Promise.allSettled([restore(world, exchange), restore(world, exchange)]);
      expect(restored.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(restored.find(({ status }) => status === 'fulfilled')).toMatchObject({
        value: { withdrawals: 1, openClaims: 1, unreadable: [], paused: null },
      });
      expect(restored.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: {
          kind: 'restoreRefused',
          message: expect.stringMatching(/somebody started its workflow meanwhile|is running/),
        },
      });
      await expect(restore(world, exchange)).rejects.toMatchObject({
        kind: 'restoreRefused',
        message: expect.stringContaining('its workflow is running; there is nothing to restore'),
      });

      // The same but for its id, so on the same lane: it must wait until the record of the first one is known.
      const twin = world.request(exchange, { address: request.address });
      await world.client.start(twin);
      expect(await world.client.result(request.withdrawalId)).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      expect(await world.client.result(twin.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
      expect(
        new Set(world.accepted(exchange, request).map(({ exchangeWithdrawalId }) => exchangeWithdrawalId)).size,
      ).toBe(2);

      await workflowOf(world, exchange).terminate('a test');
      expect(await restore(world, exchange)).toMatchObject({
        withdrawals: 2,
        openClaims: 0,
        closedClaims: 2,
        lanes: 0,
      });
      const [first] = await tasksOf(world, request, runId);
      const newRunId = await reset(world, request, { runId, to: first ?? (1 as never), reapply: true });
      expect(await handleOf(world, request, newRunId).result()).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      expect(world.accepted(exchange, request)).toHaveLength(2);
    }));

  // A worker that starts does not make the account workflow anew.
  test.concurrent('one waiting, one followed → attention → restored → the followed delivered, the other never', () =>
    inItsOwnWorld(async (world) => {
      const followed = aStill(world, exchange);
      await world.client.start(followed);
      const { exchangeWithdrawalId } = await world.until(followed.withdrawalId, ({ phase }) => phase === 'FOLLOWING');
      await workflowOf(world, exchange).terminate('a test');
      await world.startWorker();
      expect((await workflowOf(world, exchange).describe()).status.name).toBe('TERMINATED');
      const waiting = world.request(exchange);
      await world.client.start(waiting);
      const seen = await world.until(waiting.withdrawalId, ({ attention }) => attention === 'accountMissing');
      expect(seen).toMatchObject({
        phase: 'SUBMITTING',
        state: { waitingFor: expect.stringContaining('nothing may be sent without it') },
      });
      expect(world.accepted(exchange, waiting)).toHaveLength(0);

      // Clocks may differ by a minute, so what was started within it may have been granted by the old run.
      expect(await restore(world, exchange)).toMatchObject({
        withdrawals: 2,
        openClaims: 1,
        closedClaims: 1,
        paused: null,
      });
      await world.until(
        waiting.withdrawalId,
        ({ attention, state }) => attention === null && state?.submissions[0]?.outcome === 'unknown',
      );
      world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
      expect(await world.client.result(followed.withdrawalId)).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      const next = world.request(exchange);
      await world.client.start(next);
      expect(await world.client.result(next.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
      expect(world.accepted(exchange, waiting)).toHaveLength(0);
      // What was paid before is still known: it joins, and nothing is sent.
      expect(await world.client.start(followed)).toMatchObject({ joined: true });
      expect(world.simulators[exchange].ledger.accepted()).toHaveLength(2);
    }));

  test.concurrent('while paused, restored → still paused: nothing is sent until a person resumes it', () =>
    inItsOwnWorld(async (world) => {
      const account = world.accountOf(exchange);
      await world.client.account.pause(account, { actor: 'ada', reason: 'audit' });
      await workflowOf(world, exchange).terminate('a test');
      expect(await restore(world, exchange)).toMatchObject({ paused: { actor: 'ada', reason: 'audit' } });
      expect(await world.client.account.state(account)).toMatchObject({ paused: { reason: 'audit' } });
    }));
});
