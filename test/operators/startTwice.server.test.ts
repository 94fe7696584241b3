import { afterAll, describe, expect, test } from '@jest/globals';

import { connect, createWithdrawalClient, type WithdrawalRequestInput } from '../../client/index.ts';
import { handleOf } from '../workflows/support/withdrawals.ts';
import { startWays, type Way } from './support/ways.ts';

const { ways, stop } = await startWays();
const [way] = ways as [Way];
/** Two processes that know nothing of each other but the server. */
const connections = await Promise.all([0, 1].map(() => connect({ address: way.world.address })));
const backends = connections.map(({ client }) => createWithdrawalClient({ temporal: client }));
afterAll(async () => {
  for (const backend of backends) backend.close();
  await Promise.all(connections.map((one) => one.close()));
  await stop();
});

const rounds = 6;
const startAtOnce = (requests: readonly WithdrawalRequestInput[]) =>
  Promise.allSettled(
    requests.map((request, n) => (backends[n % backends.length] as (typeof backends)[number]).start(request)),
  );

const changes = {
  amount: { amount: '77' },
  address: { address: `0x${'ab'.repeat(20)}` },
  deadlineAt: { deadlineAt: new Date(Date.now() + 3_600_000).toISOString() },
} satisfies Partial<Record<keyof WithdrawalRequestInput, Partial<WithdrawalRequestInput>>>;

describe('one withdrawal started by two backends at once', () => {
  test.concurrent.each(ways)(
    `with the same content, ${rounds} withdrawals, 6 starts each → one run each, delivered once ($name)`,
    async ({ world, exchange }) => {
      await Promise.all(
        Array.from({ length: rounds }, async () => {
          const request = world.request(exchange);
          const started = await startAtOnce(Array.from({ length: 6 }, () => request));
          const answers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
          expect(answers).toHaveLength(6);
          expect(answers.filter(({ joined }) => !joined)).toHaveLength(1);
          expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
          expect(await world.client.result(request.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
          expect(world.accepted(exchange, request)).toHaveLength(1);
        }),
      );
    },
  );

  test.concurrent.each(
    ways.flatMap((one) => Object.entries(changes).map(([field, change]) => ({ ...one, field, change }))),
  )(
    'with another $field → one is delivered, the other refused by the name of the field ($name)',
    async ({ world, exchange, field, change }) => {
      for (let round = 0; round < 3; round++) {
        const request = world.request(exchange);
        const other = { ...request, ...change };
        const started = await startAtOnce(round % 2 === 0 ? [request, other] : [other, request]);
        expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const refused = started.find((one) => one.status === 'rejected');
        expect(refused?.reason).toMatchObject({ kind: 'differentContent', field });
        const won = started.find((one) => one.status === 'fulfilled')?.value.request;
        expect(await world.client.result(request.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
        const sent = world.simulators[exchange].ledger
          .accepted()
          .filter(
            (entry) =>
              [request.address, other.address].includes(entry.address) &&
              entry.acceptedAtMs >= Date.parse(request.requestedAt),
          );
        expect(sent).toMatchObject([
          { address: won?.address, amount: expect.stringMatching(new RegExp(`^${won?.amount ?? ''}0*$`)) },
        ]);
      }
    },
  );

  test.concurrent.each(ways)(
    'again at the moment of its termination → one recovery run, delivered once ($name)',
    async ({ world, exchange }) => {
      const request = world.request(exchange);
      await world.client.start(request);
      await world.until(request.withdrawalId, ({ phase }) => phase === 'FOLLOWING' || phase === 'SETTLED');
      await handleOf(world, request)
        .terminate('a test')
        .catch(() => undefined);
      const started = await startAtOnce(Array.from({ length: 6 }, () => request));
      const answers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(answers).toHaveLength(6);
      expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
      expect(await world.client.result(request.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
      expect(world.accepted(exchange, request)).toHaveLength(1);
    },
  );
});
