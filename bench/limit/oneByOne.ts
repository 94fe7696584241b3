import { setTimeout as delay } from 'node:timers/promises';

import pMap from 'p-map';

import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { BenchAccount } from '../support/benchAccounts.ts';
import { directExchange } from '../support/directExchange.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { planChanges } from '../support/planChanges.ts';
import { putToExchange, type PutWithdrawal } from '../support/putToExchange.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { createSpacedGate } from './spacedGate.ts';

export type OneByOneInput = {
  readonly account: BenchAccount;
  readonly inFlight: number;
  readonly limit: RateLimit;
  readonly sample: number;
  readonly windowMs: number;
};

export type PolledFigures = {
  readonly detectionMs: readonly number[];
  readonly requests: number;
  readonly refused: number;
  readonly seconds: number;
};

const lanes = 8;

/**
 * The reference: one poller for all that are open, which reads one after the other in turn as fast as the limit allows.
 * It is spared Temporal altogether and drops what is final at once, so that nothing but the reading counts.
 */
export async function pollOneByOne({
  account,
  inFlight,
  limit,
  sample,
  windowMs,
}: OneByOneInput): Promise<PolledFigures> {
  const exchange = await startExchangeProcess([account]);
  const open = await putToExchange(account, exchange.baseUrl, inFlight);
  // It knows how each stands before anything changes.
  const unlimited = directExchange(account, exchange.baseUrl);
  const known = await pMap(
    open,
    async (one) => [one.exchangeWithdrawalId, { ...one, seen: wordOf(await readOnce(unlimited, one)) }] as const,
    { concurrency: lanes },
  );
  const turns = new Map(known.toSorted(() => Math.random() - 0.5));
  await exchange.setRateLimit(limit);
  // What was read without a limit still counts for as long as its window is.
  await delay(2 * limit.perMs);
  const reader = directExchange(account, exchange.baseUrl, createSpacedGate(limit));
  const sampled = new Map(
    open
      .toSorted(() => Math.random() - 0.5)
      .slice(0, sample)
      .map((one) => [one.exchangeWithdrawalId, [] as number[]]),
  );
  const before = await exchange.counts();
  const startMs = Date.now();
  await exchange.plan(planChanges([...sampled.keys()], { startMs, windowMs, random: Math.random }));
  let left = sampled.size;
  // Reads overlap, so that a slow answer costs no turn: nothing but the limit holds this poller back.
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left > 0) {
        const [next] = turns;
        if (next === undefined) return;
        const [id, turn] = next;
        turns.delete(id);
        const sight = await readOnce(reader, turn).catch(refusedByLimit);
        if (sight === null) {
          turns.set(id, turn);
          continue;
        }
        const word = wordOf(sight);
        if (turn.seen !== word) sampled.get(id)?.push(Date.now());
        if (sight.status === 'L1_COMPLETED') left -= 1;
        // To the end of the queue.
        else turns.set(id, { ...turn, seen: word });
      }
    }),
  );
  const [after, changedAt] = [await exchange.counts(), await exchange.changedAt()];
  const { total, refused } = requestsBetween(before, after);
  await exchange.stop();
  // Both changes between two reads are seen as one: then the first was never seen at all, and only the second counts.
  const detectionMs = [...sampled].flatMap(([id, seenAt]) => {
    const shown = [changedAt[id]?.['broadcast'] ?? Number.NaN, changedAt[id]?.['completed'] ?? Number.NaN];
    return seenAt.map((atMs, index) => atMs - (shown[index + shown.length - seenAt.length] ?? Number.NaN));
  });
  return { detectionMs, requests: total, refused, seconds: (Date.now() - startMs) / 1_000 };
}

async function readOnce(
  exchange: Exchange,
  { exchangeWithdrawalId, ...hint }: PutWithdrawal,
): Promise<WithdrawalRecord> {
  const answer = await exchange.findById(exchangeWithdrawalId, hint, { priority: 'poll' });
  if (answer.kind === 'notFound') throw new Error(`${exchangeWithdrawalId} is not shown`);
  return answer.record;
}

/** A refused read is counted by the exchange and comes up again. Rethrows anything else. */
function refusedByLimit(error: unknown): null {
  if (error instanceof ExchangeError && error.reason === 'rateLimited') return null;
  throw error;
}

function wordOf({ exchangeStatus, txid }: WithdrawalRecord): string {
  return `${exchangeStatus} ${txid ?? ''}`;
}
