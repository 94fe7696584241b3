import { describe, expect, test } from '@jest/globals';
import { temporal } from '@temporalio/proto';

import { startWorld, type World } from '../support/world.ts';
import { eventually, texts } from '../workflows/support/withdrawals.ts';
import { activityOf, reset, tasksOf } from './support/tampering.ts';

const { PENDING_ACTIVITY_STATE_STARTED } = temporal.api.enums.v1.PendingActivityState;

/*
 * Where a repeat is safe, a refusal is believed only if no earlier attempt can have sent the withdrawal. Here the
 * answer to the first send is lost, and its record does not show yet. Then each of these operators makes the count of
 * attempts begin anew. The second send is refused, since the first has locked the money. The first is delivered, so to
 * call it failed would have it paid twice.
 */
type Operator = (world: World, withdrawalId: string, runId: string) => Promise<unknown>;

/** Waits until the second send is under way: its answer takes long enough to end the run by hand meanwhile. */
async function inSecondSend(world: World, withdrawalId: string): Promise<ReturnType<typeof activityOf>> {
  world.simulators.bigone.arm({ name: 'slow', on: 'submit', delayMs: 2_500 });
  const submit = activityOf(world, { withdrawalId }, 'submitWithdrawal');
  await submit.when(({ attempt, state }) => attempt === 2 && state === PENDING_ACTIVITY_STATE_STARTED);
  return submit;
}

const operators: readonly (readonly [string, Operator])[] = [
  ['activity reset', (world, withdrawalId) => activityOf(world, { withdrawalId }, 'submitWithdrawal').reset()],
  [
    'activity reset, notes too',
    (world, withdrawalId) => activityOf(world, { withdrawalId }, 'submitWithdrawal').reset({ resetHeartbeat: true }),
  ],
  [
    'activity paused, unpaused with a fresh count',
    async (world, withdrawalId) => {
      const submit = activityOf(world, { withdrawalId }, 'submitWithdrawal');
      await submit.pause();
      await submit.unpause({ resetAttempts: true, resetHeartbeat: true });
    },
  ],
  ['activity failed by hand', async (world, withdrawalId) => (await inSecondSend(world, withdrawalId)).fail()],
  [
    'activity completed by hand',
    async (world, withdrawalId) => (await inSecondSend(world, withdrawalId)).complete('done'),
  ],
  [
    'run reset',
    async (world, withdrawalId, runId) => {
      const [first] = await tasksOf(world, { withdrawalId }, runId);
      await reset(world, { withdrawalId }, { runId, to: first ?? (1 as never), reapply: true });
    },
  ],
];

describe('bigone with trusted ids, a submit with its answer lost', () => {
  test.concurrent.each(operators)(
    '%s: SUBMITTING → refused, which is not believed → SETTLED, delivered once',
    async (_name, operate) => {
      const world = await startWorld({ options: { bigone: { trustGuid: true } } });
      try {
        const simulator = world.simulators.bigone;
        // So the exchange checks the funds before it checks whether it knows the id.
        simulator.setRepeatGuid('secondWithdrawal');
        const request = world.request('bigone');
        const match = { address: request.address };
        simulator.arm({ name: 'insufficientFundsLocked', on: 'submit', match });
        simulator.arm({ name: 'historyLag', on: 'submit', delayMs: 11_000, match });
        const { runId } = await world.client.start(request);
        await eventually(() => world.accepted('bigone', request).length === 1, 'it was sent');
        await operate(world, request.withdrawalId, runId);
        const result = await world.client.result(request.withdrawalId);
        expect({ status: result.status, moneyLeft: result.moneyLeft }).toEqual({
          status: 'L1_COMPLETED',
          moneyLeft: 'yes',
        });
        expect(texts(result.state)).toContain('refused after an attempt that may have been sent');
        expect(world.accepted('bigone', request)).toHaveLength(1);
      } finally {
        await world.stop();
      }
    },
  );
});
