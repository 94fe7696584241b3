import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator, type SimulatorOptions } from '../../simulator/index.ts';
import type { ExchangeAnswer, ExchangeOrder, StatusChange } from './exchangeMessages.ts';

/*
 * A process of its own around one simulator, so that its CPU is neither the server's nor the worker's.
 * Told what to do by messages; ends when the bench that started it does.
 */

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '') as SimulatorOptions;
  // The limiter looks at these numbers at every request, so that they can be changed under way.
  const rateLimit = options.rateLimit ?? { requests: 1_000_000, perMs: 1_000 };
  const simulator = await startSimulator({ ...options, rateLimit });
  const sightings = new Map<string, number>();
  const changedAt: Record<string, Record<string, number>> = {};
  simulator.ledger.subscribe(({ kind, entry }) => {
    sightings.set(kind, (sightings.get(kind) ?? 0) + 1);
    if (kind !== 'accepted' && typeof entry.status === 'string')
      (changedAt[entry.exchangeWithdrawalId] ??= {})[entry.status] ??= Date.now();
  });

  const handlers: { [Kind in ExchangeOrder['kind']]: (order: Extract<ExchangeOrder, { kind: Kind }>) => unknown } = {
    counts: () => ({
      byEndpoint: simulator.requestCounts(),
      refused: simulator.requestsRefusedByRateLimit(),
      accepted: sightings.get('accepted') ?? 0,
    }),
    rateLimit: (order) => void Object.assign(rateLimit, order.rateLimit),
    open: () =>
      simulator.ledger
        .entries()
        .map(({ exchangeWithdrawalId, clientWithdrawalId, address, acceptedAtMs, accountId }) => ({
          exchangeWithdrawalId,
          clientWithdrawalId,
          address,
          acceptedAtMs,
          accountId,
        })),
    plan: ({ changes }) => changes.forEach((change) => void play(change)),
    changedAt: () => changedAt,
  };

  async function play({ exchangeWithdrawalId, status, atMs }: StatusChange): Promise<void> {
    await delay(Math.max(0, atMs - Date.now()));
    simulator.advance(exchangeWithdrawalId, status);
  }

  process.on('message', ({ id, order }: { id: number; order: ExchangeOrder }) => {
    const answer: ExchangeAnswer = { id, value: handlers[order.kind](order as never) ?? null };
    process.send?.(answer);
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ id: 0, value: simulator.baseUrl } satisfies ExchangeAnswer);
}

await main();
