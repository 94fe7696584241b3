import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import type { Resolution } from '../../domain/state.ts';
import {
  ambiguous,
  aStill,
  by,
  decision,
  eventually,
  following,
  handleOf,
  inReview,
  payByHand,
  texts,
} from '../workflows/support/withdrawals.ts';
import { reset, tasksOf } from './support/tampering.ts';
import { startWays, type Way } from './support/ways.ts';

const { ways, fenced, stop } = await startWays({ policy: { lateWatch: '60 seconds' } });
/** Its accounts are paused for a while. */
const apart = await startWays();
afterAll(() => Promise.all([stop(), apart.stop()]));

/** Resets a run to each of its workflow tasks, beginning with the first, and calls `look` with each new run. */
async function resetToEach(
  { world }: Way,
  request: WithdrawalRequestInput,
  runId: string,
  reapply: boolean,
  look: (newRunId: string) => Promise<void>,
): Promise<void> {
  const tasks = await tasksOf(world, request, runId);
  expect(tasks.length).toBeGreaterThan(1);
  for (const to of tasks) await look(await reset(world, request, { runId, to, reapply }));
}

/** Long, since many runs are played one after the other. */
const patience = 300_000;

const both = ways.flatMap((way) =>
  [true, false].map((reapply) => ({
    ...way,
    reapply,
    how: reapply ? 'signals and updates applied again' : 'signals and updates forgotten',
  })),
);
const bothFenced = both.filter((way) => way.fenced);

describe('reset to each workflow task in turn', () => {
  test.concurrent.each(ways)(
    'SETTLED (delivered) → SETTLED (delivered) each time, accepted once in all ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange);
      const { runId } = await world.client.start(request);
      await world.client.result(request.withdrawalId);
      await resetToEach(way, request, runId, true, async (newRunId) => {
        expect(await handleOf(world, request, newRunId).result()).toMatchObject({
          status: 'L1_COMPLETED',
          moneyLeft: 'yes',
        });
        expect(world.accepted(exchange, request)).toHaveLength(1);
      });
      expect(await world.client.start(request)).toMatchObject({ joined: true });
    },
  );

  test.concurrent.each(ways)(
    'FOLLOWING → FOLLOWING each time → SETTLED (delivered), accepted once in all ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = aStill(world, exchange);
      const { exchangeWithdrawalId, run } = await following(world, request);
      world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
      await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
      await resetToEach(way, request, run.runId, true, async (newRunId) => {
        await world.until(
          request.withdrawalId,
          (view) =>
            view.run.runId === newRunId &&
            view.status === 'L1_CONFIRMING' &&
            view.exchangeWithdrawalId === exchangeWithdrawalId,
        );
        expect(world.accepted(exchange, request)).toHaveLength(1);
      });
      world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
      expect(await world.client.result(request.withdrawalId)).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
      });
      expect(world.accepted(exchange, request)).toHaveLength(1);
    },
  );

  test.concurrent.each(both)(
    'SETTLED (cancelled) → SETTLED (cancelled) each time, sent once ($name, $how)',
    async (way) => {
      const { world, exchange } = way;
      const request = aStill(world, exchange);
      const { run } = await following(world, request);
      await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
      await resetToEach(way, request, run.runId, way.reapply, async (newRunId) => {
        expect(await handleOf(world, request, newRunId).result()).toMatchObject({
          status: 'CANCELLED',
          moneyLeft: 'no',
        });
        expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
      });
    },
  );

  test.concurrent.each(fenced)(
    'SETTLED (refused for want of funds) → SETTLED each time, never sent though there are funds by now ($name)',
    async (way) => {
      const { world, exchange } = way;
      const key = `key-${exchange}-${world.tag}`;
      world.simulators[exchange].setBalance(key, 'XRP', '10');
      const request = world.request(exchange, {
        asset: 'XRP',
        network: exchange === 'bigone' ? 'Ripple' : 'XRP',
        address: 'rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH',
        memo: '4711',
        amount: '100',
      });
      const { runId } = await world.client.start(request);
      expect(await world.client.result(request.withdrawalId)).toMatchObject({
        status: 'FAILED',
        moneyLeft: 'no',
        settlement: { by: 'refusal' },
      });
      world.simulators[exchange].setBalance(key, 'XRP', '9000000');
      await resetToEach(way, request, runId, true, async (newRunId) => {
        expect(await handleOf(world, request, newRunId).result()).toMatchObject({ status: 'FAILED', moneyLeft: 'no' });
        expect(world.simulators[exchange].ledger.accepted({ asset: 'XRP' })).toHaveLength(0);
      });
    },
  );

  test.concurrent.each(bothFenced)(
    'SETTLED (not sent, says a person) → looked up or in review each time, never sent ($name, $how)',
    async (way) => {
      const { world, exchange } = way;
      const request = await inReview(world, exchange);
      const { run } = await world.client.get(request.withdrawalId);
      await world.client.resolve(request.withdrawalId, decision('confirmNotSent'));
      await world.client.result(request.withdrawalId);
      await resetToEach(way, request, run.runId, way.reapply, async (newRunId) => {
        // A closed claim keeps only the hour of its grant, so the look-up may last that long before a person is asked.
        const view = await world.until(
          request.withdrawalId,
          ({ run: last, state }) => last.runId === newRunId && state?.submissions[0]?.outcome === 'unknown',
        );
        expect(['unknown', 'no']).toContain(view.moneyLeft);
        if (view.moneyLeft === 'no') expect(view.state?.settlement).toMatchObject({ by: 'resolution' });
        expect(world.accepted(exchange, request)).toHaveLength(0);
      });
    },
    patience,
  );

  test.concurrent.each(ways)(
    'SETTLED (delivered before its deadline) → SETTLED (delivered) each time after it, sent once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const request = world.request(exchange, { deadlineAt: new Date(Date.now() + 12_000).toISOString() });
      const { runId } = await world.client.start(request);
      expect(await world.client.result(request.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
      await eventually(() => Date.now() > Date.parse(request.deadlineAt ?? ''), 'its deadline is over');
      await resetToEach(way, request, runId, true, async (newRunId) => {
        // Even if it is validated once more after its deadline, what was sent before is found.
        expect(await handleOf(world, request, newRunId).result()).toMatchObject({
          status: 'L1_COMPLETED',
          moneyLeft: 'yes',
        });
        expect(world.accepted(exchange, request)).toHaveLength(1);
      });
    },
  );

  test.concurrent.each(bothFenced)(
    'SETTLED (adopted by a person) → the same record each time, sent once at most ($name, $how)',
    async (way) => {
      const { world, exchange } = way;
      const { request, id } = await adoptable(way);
      const { run } = await world.client.get(request.withdrawalId);
      await world.client.resolve(request.withdrawalId, decision('adopt', id));
      world.simulators[exchange].advance(id, 'completed');
      await world.client.result(request.withdrawalId);
      const sent = world.accepted(exchange, request).length;
      await resetToEach(way, request, run.runId, way.reapply, async (newRunId) => {
        await decide(way, request, newRunId, decision('adopt', id));
        expect(await handleOf(world, request, newRunId).result()).toMatchObject({
          status: 'L1_COMPLETED',
          moneyLeft: 'yes',
          exchangeWithdrawalId: id,
        });
        expect(world.accepted(exchange, request)).toHaveLength(sent);
      });
    },
    patience,
  );
});

/**
 * Decides it whenever it is in review again, until the run is settled. A decision that the reset applied again may
 * come first.
 */
async function decide(
  { world }: Way,
  request: WithdrawalRequestInput,
  runId: string,
  resolution: Resolution,
): Promise<void> {
  const ended = (): Promise<boolean> =>
    world.client.get(request.withdrawalId).then(({ run, phase }) => run.runId === runId && phase === 'SETTLED');
  const look = () =>
    world.until(
      request.withdrawalId,
      ({ run, phase }) => run.runId === runId && (phase === 'NEEDS_REVIEW' || phase === 'SETTLED'),
    );
  while (!(await ended())) {
    // Looks twice as long as usual: absence counts only from the last moment at which the first grant was usable.
    const { phase } = await look().catch(look);
    if (phase === 'SETTLED') return;
    await world.client.resolve(request.withdrawalId, resolution).catch((error: unknown) => {
      if (!/another decision is being checked|not in review|settled already/.test(String(error))) throw error;
    });
  }
}

/** In review, with a record that a person may take for ours. */
async function adoptable({ world, exchange }: Way): Promise<{ request: WithdrawalRequestInput; id: string }> {
  if (exchange === 'bitunix') {
    const { request, ours } = await ambiguous(world);
    return { request, id: ours };
  }
  const request = await inReview(world, exchange);
  return { request, id: payByHand(world, exchange, request) };
}

describe('reset of a withdrawal that was cancelled before it was sent', () => {
  test.concurrent.each(apart.fenced)(
    'SETTLED (cancelledBeforeSubmit) → SETTLED, never sent though the cancel is forgotten and grants given ($name)',
    async (way) => {
      const { world, exchange } = way;
      const account = world.accountOf(exchange);
      const request = world.request(exchange);
      await world.client.account.pause(account, by);
      const { runId } = await world.client.start(request);
      await world.until(request.withdrawalId, ({ state }) => /paused/.test(state?.waitingFor ?? ''));
      await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
      await world.client.account.resume(account, by);
      await resetToEach(way, request, runId, false, async (newRunId) => {
        const result = (await handleOf(world, request, newRunId).result()) as {
          moneyLeft: string;
          state: Parameters<typeof texts>[0];
        };
        expect({ moneyLeft: result.moneyLeft, said: texts(result.state) }).toMatchObject({
          moneyLeft: 'no',
          said: expect.stringContaining('cancelled before anything was sent'),
        });
        expect(world.accepted(exchange, request)).toHaveLength(0);
      });
    },
  );
});
