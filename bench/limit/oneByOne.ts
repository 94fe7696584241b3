import type { BenchAccount } from '../support/benchAccounts.ts';
import { directExchange } from '../support/directExchange.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { putToExchange, type PutWithdrawal } from '../support/putToExchange.ts';
import { requestsBetween, startExchangeProcess } from '../support/startExchangeProcess.ts';
import { planChanges } from '../support/planChanges.ts';
import { createSpacedGate } from './spacedGate.ts';

export type OneByOneInput = { readonly account: BenchAccount; readonly inFlight: number; readonly limit: RateLimit; readonly sample: number; readonly windowMs: number };

export type PolledFigures = { readonly detectionMs: readonly number[]; readonly requests: number; readonly refused: number; readonly seconds: number };

/**
 * The reference: one poller for all that are open, which reads one after the other in turn as fast as the limit allows.
 * It is spared Temporal altogether and drops what is final at once, so that nothing but the reading counts.
 */
export async function pollOneByOne({ account, inFlight, limit, sample, windowMs }: OneByOneInput): Promise<PolledFigures> {
  const exchange = await startExchangeProcess([account]);
  const open = await putToExchange(account, exchange.baseUrl, inFlight);
  await exchange.setRateLimit(limit);
  const reader = directExchange(account, exchange.baseUrl, createSpacedGate(limit));
  const sampled = new Map(open.toSorted(() => Math.random() - 0.5).slice(0, sample).map((one) => [one.exchangeWithdrawalId, [] as number[]]));
  const before = await exchange.counts();
  const startMs = Date.now();
  await exchange.plan(planChanges([...sampled.keys()], { startMs, windowMs, random: Math.random }));
  const turns = new Map(open.map((one) => [one.exchangeWithdrawalId, { ...one, seen: null as string | null }]));
  let left = sampled.size;
  while (left > 0) {
    for (const [id, turn] of turns) {
      const sight = await readOnce(turn);
      const word = `${sight.exchangeStatus} ${sight.txid ?? ''}`;
      if (turn.seen !== null && turn.seen !== word) sampled.get(id)?.push(Date.now());
      turn.seen = word;
      if (sight.status !== 'L1_COMPLETED') continue;
      turns.delete(id);
      left -= 1;
    }
  }
  const [after, changedAt] = [await exchange.counts(), await exchange.changedAt()];
  const { total, refused } = requestsBetween(before, after);
  await exchange.stop();
  // Both changes between two reads are seen as one: then the first was never seen at all, and only the second counts.
  const detectionMs = [...sampled].flatMap(([id, seenAt]) => {
    const shown = [changedAt[id]?.['broadcast'] ?? Number.NaN, changedAt[id]?.['completed'] ?? Number.NaN];
    return seenAt.map((atMs, index) => atMs - (shown[index + shown.length - seenAt.length] ?? Number.NaN));
  });
  return { detectionMs, requests: total, refused, seconds: (Date.now() - startMs) / 1_000 };

  async function readOnce({ exchangeWithdrawalId, ...hint }: PutWithdrawal) {
    const answer = await reader.findById(exchangeWithdrawalId, hint, { priority: 'poll' });
    if (answer.kind === 'notFound') throw new Error(`${exchangeWithdrawalId} is not shown`);
    return answer.record;
  }
}
