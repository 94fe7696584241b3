import { setTimeout as delay } from 'node:timers/promises';

import pMap from 'p-map';

import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { BenchAccount } from '../support/benchAccounts.ts';
import { directExchange } from '../support/directExchange.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { planChanges } from '../support/planChanges.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { submitDirectly, type DirectWithdrawal } from '../support/submitDirectly.ts';
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

/** Reads at the same time. */
const parallelReads = 8;

/**
 * The reference: one poller that reads all open withdrawals in turn, one per request, as fast as the limit allows. It
 * uses no Temporal and drops a final withdrawal at once, so that only the reading counts.
 */
export async function pollOneByOne({
  account,
  inFlight,
  limit,
  sample,
  windowMs,
}: OneByOneInput): Promise<PolledFigures> {
  const exchange = await startExchangeProcess([account]);
  const open = await submitDirectly(account, exchange.baseUrl, inFlight);
  // The poller knows the state of each before anything changes.
  const unlimited = directExchange(account, exchange.baseUrl);
  const known = await pMap(
    open,
    async (one) => [one.exchangeWithdrawalId, { ...one, seen: statusText(await readOnce(unlimited, one)) }] as const,
    { concurrency: parallelReads },
  );
  const turns = new Map(known.toSorted(() => Math.random() - 0.5));
  await exchange.setRateLimit(limit);
  // The reads made so far still count until the limit's window has passed.
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
  // Reads overlap, so that a slow answer costs no turn: only the limit slows this poller down.
  await Promise.all(
    Array.from({ length: parallelReads }, async () => {
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
        const text = statusText(sight);
        if (turn.seen !== text) sampled.get(id)?.push(Date.now());
        if (sight.status === 'L1_COMPLETED') left -= 1;
        // Back to the end of the queue.
        else turns.set(id, { ...turn, seen: text });
      }
    }),
  );
  const [after, changedAt] = [await exchange.counts(), await exchange.changedAt()];
  const { total, refused } = requestsBetween(before, after);
  await exchange.stop();
  // If both changes came between two reads, only one is seen. That is the second: the first counts as never seen.
  const detectionMs = [...sampled].flatMap(([id, seenAt]) => {
    const shown = [changedAt[id]?.['broadcast'] ?? Number.NaN, changedAt[id]?.['completed'] ?? Number.NaN];
    return seenAt.map((atMs, index) => atMs - (shown[index + shown.length - seenAt.length] ?? Number.NaN));
  });
  return { detectionMs, requests: total, refused, seconds: (Date.now() - startMs) / 1_000 };
}

async function readOnce(
  exchange: Exchange,
  { exchangeWithdrawalId, ...hint }: DirectWithdrawal,
): Promise<WithdrawalRecord> {
  const answer = await exchange.findById(exchangeWithdrawalId, hint, { priority: 'poll' });
  if (answer.kind === 'notFound') throw new Error(`${exchangeWithdrawalId} is not shown`);
  return answer.record;
}

/** Null for a read that the limit refused: the exchange counts it, and it is repeated. Rethrows any other error. */
function refusedByLimit(error: unknown): null {
  if (error instanceof ExchangeError && error.reason === 'rateLimited') return null;
  throw error;
}

function statusText({ exchangeStatus, txid }: WithdrawalRecord): string {
  return `${exchangeStatus} ${txid ?? ''}`;
}
