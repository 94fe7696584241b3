import { setTimeout as delay } from 'node:timers/promises';

import { startSimulator, type LedgerEntry, type SimulatorOptions } from '../../simulator/index.ts';
import type { ExchangeAnswer, ExchangeOrder, KnownWithdrawal, StatusChange } from './exchangeMessages.ts';

/*
 * A process around one simulator, so that its CPU is counted apart from server and worker. Messages tell it what to do.
 * It ends when the bench that started it ends.
 */

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '') as SimulatorOptions;
  // The limiter reads this object at every request, so it can be changed while the simulator runs.
  const rateLimit = options.rateLimit ?? { requests: 1_000_000, perMs: 1_000 };
  const simulator = await startSimulator({ ...options, rateLimit });
  const eventCounts = new Map<string, number>();
  const changedAt: Record<string, Record<string, number>> = {};
  simulator.ledger.subscribe(({ kind, entry }) => {
    eventCounts.set(kind, (eventCounts.get(kind) ?? 0) + 1);
    if (kind !== 'accepted' && typeof entry.status === 'string')
      (changedAt[entry.exchangeWithdrawalId] ??= {})[entry.status] ??= Date.now();
  });

  const handlers: { [Kind in ExchangeOrder['kind']]: (order: Extract<ExchangeOrder, { kind: Kind }>) => unknown } = {
    counts: () => ({
      byEndpoint: simulator.requestCounts(),
      refused: simulator.requestsRefusedByRateLimit(),
      accepted: eventCounts.get('accepted') ?? 0,
    }),
    rateLimit: (order) => void Object.assign(rateLimit, order.rateLimit),
    open: () => simulator.ledger.entries().map(toKnown),
    plan: ({ changes }) => changes.forEach((change) => void applyAtItsTime(change)),
    changedAt: () => changedAt,
  };

  async function applyAtItsTime({ exchangeWithdrawalId, status, atMs }: StatusChange): Promise<void> {
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

function toKnown(entry: LedgerEntry): KnownWithdrawal {
  const { exchangeWithdrawalId, clientWithdrawalId, address, acceptedAtMs, accountId } = entry;
  return { exchangeWithdrawalId, clientWithdrawalId, address, acceptedAtMs, accountId };
}

await main();
