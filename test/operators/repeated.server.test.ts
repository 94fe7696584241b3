import { afterAll, describe, expect, test } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/common';

import { cancelWithdrawalSignal, resolveWithdrawalUpdate } from '../../workflows/messages.ts';
import {
  ambiguous,
  aStill,
  by,
  decision,
  following,
  handleOf,
  inReview,
  texts,
} from '../workflows/support/withdrawals.ts';
import { startWays } from './support/ways.ts';

const { ways, fenced, stop } = await startWays({ policy: { lateWatch: '2 seconds' } });
afterAll(stop);

const kinds = ['confirmNotSent', 'abandon'] as const;
const pairs = kinds.flatMap((first) => kinds.map((second) => ({ first, second })));
const cases = fenced.flatMap((way) => pairs.map((pair) => ({ ...way, ...pair })));

describe('a decision, twice', () => {
  test.concurrent.each(cases)(
    'NEEDS_REVIEW, $first and $second at once → SETTLED by one of them ($name)',
    async ({ world, exchange, first, second }) => {
      const request = await inReview(world, exchange);
      const decided = await Promise.allSettled(
        [first, second].map((kind) => world.client.resolve(request.withdrawalId, decision(kind))),
      );
      expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const result = await world.client.result(request.withdrawalId);
      expect(result.settlement).toMatchObject({
        by: 'resolution',
        reason: decided[0]?.status === 'fulfilled' ? first : second,
      });
      expect(texts(result.state).match(/^(confirmNotSent|abandon) by ada:/gm)).toHaveLength(1);
      expect(world.accepted(exchange, request)).toHaveLength(0);
    },
  );

  test.concurrent.each(cases)(
    'NEEDS_REVIEW, $first, then $second → SETTLED by the first; the second is told so ($name)',
    async ({ world, exchange, first, second }) => {
      const request = await inReview(world, exchange);
      await world.client.resolve(request.withdrawalId, decision(first));
      const { settlement } = await world.client.result(request.withdrawalId);
      await expect(world.client.resolve(request.withdrawalId, decision(second))).rejects.toMatchObject({
        kind: 'resolutionRefused',
        because: expect.stringMatching(/settled already|not in review/),
      });
      expect((await world.client.result(request.withdrawalId)).settlement).toEqual(settlement);
      expect(settlement).toMatchObject({ reason: first });
      expect(world.accepted(exchange, request)).toHaveLength(0);
    },
  );

  test.concurrent('NEEDS_REVIEW, two records adopted at once → FOLLOWING one, none sent again (bitunix)', async () => {
    const { world } = fenced[1] ?? fenced[0] ?? { world: undefined };
    if (world === undefined) throw new Error('there is no world');
    const { request, ours, twin } = await ambiguous(world);
    const adopted = await Promise.allSettled(
      [ours, twin].map((id) => world.client.resolve(request.withdrawalId, decision('adopt', id))),
    );
    expect(adopted.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const chosen = adopted[0]?.status === 'fulfilled' ? ours : twin;
    world.simulators.bitunix.advance(chosen, 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      exchangeWithdrawalId: chosen,
      moneyLeft: 'yes',
    });
    expect(world.accepted('bitunix', request)).toHaveLength(1);
  });
});

describe('after the end', () => {
  test.concurrent.each(ways)(
    'SETTLED: signal, update, cancel and decision change nothing, and each is told ($name)',
    async ({ world, exchange }) => {
      const request = world.request(exchange);
      await world.client.start(request);
      const result = await world.client.result(request.withdrawalId);
      const handle = handleOf(world, request);
      await expect(handle.signal(cancelWithdrawalSignal, by)).rejects.toBeInstanceOf(WorkflowNotFoundError);
      await expect(
        handle.executeUpdate(resolveWithdrawalUpdate, { args: [decision('resubmit')] }),
      ).rejects.toBeInstanceOf(WorkflowNotFoundError);
      await expect(world.client.resolve(request.withdrawalId, decision('resubmit'))).rejects.toMatchObject({
        because: 'it is settled already',
      });
      for (const _time of [1, 2])
        expect(await world.client.cancel(request.withdrawalId, by)).toMatchObject({
          outcome: 'alreadySettled',
          settled: true,
          moneyLeft: 'yes',
        });
      expect(await world.client.result(request.withdrawalId)).toEqual(result);
      expect(world.accepted(exchange, request)).toHaveLength(1);
    },
  );
});

describe('a cancel, again and again', () => {
  test.concurrent.each(ways)(
    'FOLLOWING → CANCELLING → SETTLED (cancelled): ten asks, the exchange is asked once ($name)',
    async ({ world, exchange }) => {
      const request = aStill(world, exchange);
      await following(world, request);
      const asked = await Promise.all(
        Array.from({ length: 10 }, () => world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 })),
      );
      expect(asked.filter(({ outcome, moneyLeft }) => outcome === 'cancelled' && moneyLeft === 'no')).toHaveLength(10);
      const { state } = await world.client.result(request.withdrawalId);
      expect(texts(state).match(/the exchange took the cancel/g)).toHaveLength(1);
      expect(await world.client.cancel(request.withdrawalId, by)).toMatchObject({
        outcome: 'cancelled',
        settled: true,
      });
      expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
    },
  );
});
