import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { SimulatorOptions } from '../../simulator/index.ts';
import { exchangeOf, type BenchAccount } from './benchAccounts.ts';
import type {
  ChangeTimes,
  ExchangeAnswer,
  ExchangeCounts,
  ExchangeOrder,
  KnownWithdrawal,
  RateLimit,
  StatusChange,
} from './exchangeMessages.ts';

/** A fake exchange in a process of its own. It has no rate limit until one is set. */
export type ExchangeProcess = {
  readonly pid: number;
  readonly baseUrl: string;
  /** Since it started: requests by endpoint (with those refused), requests refused with 429, withdrawals accepted. */
  counts(): Promise<ExchangeCounts>;
  /** Sets the limit from now on: per IP, or per IP and endpoint if the exchange counts like that. */
  setRateLimit(limit: RateLimit): Promise<void>;
  /** All withdrawals that it knows. */
  open(): Promise<readonly KnownWithdrawal[]>;
  /** Makes statuses change at these times. */
  plan(changes: readonly StatusChange[]): Promise<void>;
  /** When statuses really changed. */
  changedAt(): Promise<ChangeTimes>;
  stop(): Promise<void>;
};

/** No status changes by itself: a bench plans every change. */
const neverMoves: NonNullable<SimulatorOptions['script']> = [];

/** Starts the fake exchange of these accounts, which are all of one kind. It ends with this process. */
export async function startExchangeProcess(
  accounts: readonly BenchAccount[],
  options: Partial<SimulatorOptions> = {},
): Promise<ExchangeProcess> {
  const [first] = accounts;
  if (first === undefined) throw new RangeError('an exchange needs an account');
  const settings: SimulatorOptions = {
    exchange: exchangeOf[first.kind],
    accounts: accounts.map((one) => one.simulated),
    script: neverMoves,
    ...options,
  };
  const child = fork(fileURLToPath(new URL('exchangeProcess.js', import.meta.url)), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (value: unknown) => void>();
  let asked = 0;
  const ended = once(child, 'exit');
  child.on('message', ({ id, value }: ExchangeAnswer) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const answerTo = (id: number): Promise<unknown> =>
    Promise.race([
      new Promise((resolve) => waiting.set(id, resolve)),
      ended.then(() => {
        throw new Error('the exchange process ended');
      }),
    ]);
  const ask = (order: ExchangeOrder): Promise<unknown> => {
    asked += 1;
    const answer = answerTo(asked);
    child.send({ id: asked, order });
    return answer;
  };
  const baseUrl = (await answerTo(0)) as string;
  return {
    pid: child.pid ?? 0,
    baseUrl,
    counts: async () => (await ask({ kind: 'counts' })) as ExchangeCounts,
    setRateLimit: async (rateLimit) => void (await ask({ kind: 'rateLimit', rateLimit })),
    open: async () => (await ask({ kind: 'open' })) as KnownWithdrawal[],
    plan: async (changes) => void (await ask({ kind: 'plan', changes })),
    changedAt: async () => (await ask({ kind: 'changedAt' })) as ChangeTimes,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Requests between two counts: by endpoint, in total, and refused with 429. Pure. */
export function requestsBetween(
  before: ExchangeCounts,
  after: ExchangeCounts,
): { readonly total: number; readonly refused: number; readonly byEndpoint: Readonly<Record<string, number>> } {
  const byEndpoint = Object.fromEntries(
    Object.entries(after.byEndpoint).flatMap(([endpoint, count]) => {
      const made = count - (before.byEndpoint[endpoint] ?? 0);
      return made === 0 ? [] : [[endpoint, made]];
    }),
  );
  return {
    total: Object.values(byEndpoint).reduce((sum, made) => sum + made, 0),
    refused: after.refused - before.refused,
    byEndpoint,
  };
}
