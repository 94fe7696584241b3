import pMap from 'p-map';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { cpuSeconds, memoryBytes } from '../support/processUsage.ts';
import { type ExchangeProcess, requestsBetween } from '../support/startExchangeProcess.ts';
import { distribution, type Distribution } from '../support/statistics.ts';
import { until } from '../support/withdrawals.ts';

/** Process ids whose CPU time is measured apart; this process's own is `client`. */
export type BurstProcesses = { readonly server: readonly number[]; readonly worker: number; readonly exchange: number };

export type Burst = {
  readonly starts: number;
  /** From the first start call to the last acceptance in the exchange's ledger. */
  readonly seconds: number;
  /** From the start call to the acceptance, milliseconds. */
  readonly toAccepted: Distribution;
  /** How long the start call itself took, milliseconds. */
  readonly startCall: Distribution;
  /** CPU time until the last was accepted, milliseconds per withdrawal. */
  readonly cpuMs: Readonly<Record<'server' | 'worker' | 'exchange' | 'client', number>>;
  /**
   * Requests to the exchange until the last was accepted, per withdrawal: submit, look-ups and a share of the feed's
   * reads.
   */
  readonly requests: number;
  /** The worker's resident memory when the last was accepted. */
  readonly workerRssBytes: number;
};

export type BurstInput = {
  readonly requests: readonly WithdrawalRequestInput[];
  /** Start calls at a time. */
  readonly clients: number;
  readonly exchange: ExchangeProcess;
  readonly processes: BurstProcesses;
  readonly start: (request: WithdrawalRequestInput) => Promise<unknown>;
};

const patienceMs = 600_000;

/**
 * Starts all requests, `clients` calls at a time, and waits until the exchange has accepted them. Throws if the
 * exchange's ledger does not hold each exactly once.
 */
export async function measureBurst({ requests, clients, exchange, processes, start }: BurstInput): Promise<Burst> {
  const counted = await exchange.counts();
  const before = usage(processes);
  const calledMs = new Map<string, number>();
  const startCalls: number[] = [];
  await pMap(
    requests,
    async (request) => {
      const beganMs = Date.now();
      calledMs.set(addressKey(request), beganMs);
      await start(request);
      startCalls.push(Date.now() - beganMs);
    },
    { concurrency: clients },
  );
  const areAccepted = async (): Promise<boolean> =>
    (await exchange.counts()).accepted >= counted.accepted + requests.length;
  await until(`${requests.length} were accepted`, patienceMs, areAccepted, 50);
  const after = usage(processes);
  const made = requestsBetween(counted, await exchange.counts());
  const accepted = (await exchange.open()).filter((entry) => calledMs.has(addressKey(entry)));
  if (accepted.length !== requests.length) throw new Error(`${requests.length} started, ${accepted.length} accepted`);
  const waits = accepted.map((entry) => entry.acceptedAtMs - (calledMs.get(addressKey(entry)) ?? Number.NaN));
  const firstMs = Math.min(...calledMs.values());
  const lastMs = Math.max(...accepted.map(({ acceptedAtMs }) => acceptedAtMs));
  const each = (key: keyof typeof after): number => (1_000 * (after[key] - before[key])) / requests.length;
  return {
    starts: requests.length,
    seconds: (lastMs - firstMs) / 1_000,
    toAccepted: distribution(waits),
    startCall: distribution(startCalls),
    requests: made.total / requests.length,
    workerRssBytes: memoryBytes(processes.worker),
    cpuMs: { server: each('server'), worker: each('worker'), exchange: each('exchange'), client: each('client') },
  };
}

/** An address in lower case: adapters may write it with its checksum, which is in the case of the letters. */
export function addressKey({ address }: { readonly address: string }): string {
  return address.toLowerCase();
}

/** CPU seconds so far. */
function usage({
  server,
  worker,
  exchange,
}: BurstProcesses): Readonly<Record<'server' | 'worker' | 'exchange' | 'client', number>> {
  const own = process.cpuUsage();
  return {
    server: cpuSeconds(server),
    worker: cpuSeconds([worker]),
    exchange: cpuSeconds([exchange]),
    client: (own.user + own.system) / 1e6,
  };
}
