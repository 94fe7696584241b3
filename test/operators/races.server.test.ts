import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import type { WithdrawalResult } from '../../domain/state.ts';
import { aStill, by, decision, handleOf, inReview } from '../workflows/support/withdrawals.ts';
import { startWays, type Way } from './support/ways.ts';

const { ways, fenced, stop } = await startWays({ policy: { lateWatch: '2 seconds' } });
afterAll(stop);

const rounds = 8;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
/** Waits for nothing in particular: it sets the moment, which differs by the round. */
const moment = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
const many = <T>(play: (round: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: rounds }, (_, round) => play(round)));
const deadlineOf = (request: WithdrawalRequestInput): number => Date.parse(request.deadlineAt ?? '');

/** Starts a request with a deadline. If a slow machine let the deadline pass before the start, makes another one. */
async function startInTime({ world }: Way, make: () => WithdrawalRequestInput): Promise<WithdrawalRequestInput> {
  for (;;) {
    const request = make();
    try {
      await world.client.start(request);
      return request;
    } catch (error) {
      if (!String(error).includes('deadlineAt')) throw error;
    }
  }
}

/** However it ended: it was sent once at most, and the result agrees with the ledger about the money. */
function judge({ world, exchange }: Way, request: WithdrawalRequestInput, result: WithdrawalResult): void {
  const accepted = world.accepted(exchange, request);
  expect(accepted.length).toBeLessThanOrEqual(1);
  const money = accepted[0]?.money ?? 'never sent';
  expect({ money, moneyLeft: result.moneyLeft }).toEqual({ money, moneyLeft: money === 'left' ? 'yes' : 'no' });
  if (money === 'never sent') expect(result.exchangeWithdrawalId).toBeNull();
  expect(result.cancel?.outcome).not.toBe('pending');
}

/**
 * Cancels in both of an operator's ways, as close as possible to the deadline. Which one comes first differs by the
 * round.
 */
async function cancelAll({ world }: Way, request: WithdrawalRequestInput, round: number): Promise<void> {
  const asks = [
    () => world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 }),
    () => handleOf(world, request).cancel(),
    () => world.client.cancel(request.withdrawalId, { actor: 'bob', reason: 'me too', waitSeconds: 0 }),
  ];
  const inTurn = [...asks.slice(round % 3), ...asks.slice(0, round % 3)];
  // One that comes after the end fails, which is right.
  await Promise.allSettled(inTurn.map((ask) => ask()));
}

describe(`cancel, Temporal's cancel and deadline at one moment, ${rounds} times`, () => {
  test.concurrent.each(ways)(
    'while a grant is taken and handed back → SETTLED, and the ledger agrees ($name)',
    async (way) => {
      const { world, exchange } = way;
      await many(async (round) => {
        const request = await startInTime(way, () => {
          const made = world.request(exchange, { deadlineAt: inMs(3_000) });
          world.simulators[exchange].arm({
            name: 'tooManyRequests',
            on: 'submit',
            times: 1 + (round % 3),
            delayMs: 1_000,
            match: { address: made.address },
          });
          return made;
        });
        await moment(deadlineOf(request) + (round - rounds / 2) * 60);
        await cancelAll(way, request, round);
        judge(way, request, await world.client.result(request.withdrawalId));
      });
    },
  );

  test.concurrent.each(ways)('at the start → SETTLED, and the ledger agrees ($name)', async (way) => {
    const { world, exchange } = way;
    await many(async (round) => {
      const request = await startInTime(way, () => world.request(exchange, { deadlineAt: inMs(1_500) }));
      await moment(Date.now() + round * 50);
      await cancelAll(way, request, round);
      judge(way, request, await world.client.result(request.withdrawalId));
    });
  });

  test.concurrent.each(ways)('in mid-send → SETTLED, and the ledger agrees ($name)', async (way) => {
    const { world, exchange } = way;
    await many(async (round) => {
      const request = await startInTime(way, () => {
        const made = aStill(world, exchange, { deadlineAt: inMs(3_000) });
        world.simulators[exchange].arm({
          name: round % 2 === 0 ? 'slow' : 'acceptLate',
          on: 'submit',
          delayMs: 2_500,
          match: { address: made.address },
        });
        return made;
      });
      await moment(deadlineOf(request) + (round - rounds / 2) * 120);
      await cancelAll(way, request, round);
      judge(way, request, await world.client.result(request.withdrawalId));
    });
  });

  test.concurrent.each(ways)('while it is broadcast → SETTLED, and the ledger agrees ($name)', async (way) => {
    const { world, exchange } = way;
    await many(async (round) => {
      const request = await startInTime(way, () => {
        const made = world.request(exchange, { deadlineAt: inMs(4_000) });
        world.simulators[exchange].setScript(
          [
            { afterMs: 3_200 + round * 100, status: 'broadcast' },
            { afterMs: 4_500, status: 'completed' },
          ],
          { address: made.address },
        );
        return made;
      });
      await moment(deadlineOf(request) - 60 + round * 10);
      await cancelAll(way, request, round);
      judge(way, request, await world.client.result(request.withdrawalId));
    });
  });
});

describe(`cancel, two decisions and the deadline at one moment in review, ${rounds} times`, () => {
  test.concurrent.each(fenced)('NEEDS_REVIEW → SETTLED by one decision; nothing is sent ($name)', async (way) => {
    const { world, exchange } = way;
    await many(async (round) => {
      const request = await inReview(world, exchange, world.request(exchange, { deadlineAt: inMs(12_000) }));
      await moment(deadlineOf(request) - 60 + round * 10);
      const decide = async (kind: 'confirmNotSent' | 'abandon' | 'resubmit') => (
        await world.client.resolve(request.withdrawalId, decision(kind)),
        kind
      );
      const [first, second, third] = await Promise.allSettled([
        decide(round % 2 === 0 ? 'abandon' : 'confirmNotSent'),
        decide('resubmit'),
        decide(round % 2 === 0 ? 'confirmNotSent' : 'abandon'),
        cancelAll(way, request, round),
      ]);
      expect(second.status).toBe('rejected');
      if (first.status === 'rejected' && third.status === 'rejected') await decide('confirmNotSent');
      const taken = [first, third].flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(taken.length).toBeLessThanOrEqual(1);
      const result = await world.client.result(request.withdrawalId);
      expect(result.settlement).toMatchObject({ by: 'resolution', reason: taken[0] ?? 'confirmNotSent' });
      expect(result.moneyLeft).toBe(result.settlement.reason === 'abandon' ? 'unknown' : 'no');
      expect(world.accepted(exchange, request)).toHaveLength(0);
    });
  });

  test.concurrent.each(fenced)(
    'NEEDS_REVIEW → SETTLED as the late record says, or by the decision it did not forestall; sent once ($name)',
    async (way) => {
      const { world, exchange } = way;
      const ended = await many(async (round) => {
        const request = aStill(world, exchange);
        const match = { address: request.address };
        world.simulators[exchange].arm({ name: 'acceptThenDropReply', on: 'submit', match });
        world.simulators[exchange].arm({ name: 'historyLag', on: 'submit', delayMs: 10_000, match });
        await world.client.start(request);
        await world.until(request.withdrawalId, ({ phase }) => phase === 'NEEDS_REVIEW' || phase === 'FOLLOWING');
        const shownAtMs = (world.accepted(exchange, request)[0]?.acceptedAtMs ?? 0) + 10_000;
        await moment(shownAtMs - 240 + round * 60);
        const [decided] = await Promise.allSettled([
          world.client.resolve(request.withdrawalId, decision('abandon')),
          cancelAll(way, request, round),
        ]);
        const result = await world.client.result(request.withdrawalId);
        expect(world.accepted(exchange, request)).toHaveLength(1);
        if (decided.status === 'fulfilled')
          expect(result).toMatchObject({ moneyLeft: 'unknown', settlement: { reason: 'abandon' } });
        else judge(way, request, result);
        return result.settlement.by;
      });
      expect(ended).toHaveLength(rounds);
    },
  );
});
