import { rounded } from '../support/statistics.ts';
import type { Burst } from './measureBurst.ts';

export type BurstSummary = {
  /** Accepted per second over all rounds. */
  readonly throughput: number;
  readonly secondsPerRound: readonly number[];
  /** Milliseconds from the start call to the acceptance; the median of the rounds. */
  readonly toAcceptedP50: number;
  readonly toAcceptedP99: number;
  readonly startCallP50: number;
  /** Milliseconds of CPU time per withdrawal. */
  readonly cpuMs: Burst['cpuMs'];
  /** Requests to the exchange per withdrawal. */
  readonly requests: number;
  /** The highest of the rounds. */
  readonly workerRssBytes: number;
};

/** Combines several rounds of the same burst: throughput over all of them, medians of the rest. Pure. */
export function summarizeBursts(bursts: readonly Burst[]): BurstSummary {
  const total = (of: (burst: Burst) => number): number => bursts.reduce((sum, burst) => sum + of(burst), 0);
  const cpu = (key: keyof Burst['cpuMs']): number => rounded(median(bursts.map((burst) => burst.cpuMs[key])));
  return {
    throughput: rounded(total((burst) => burst.starts) / total((burst) => burst.seconds)),
    secondsPerRound: bursts.map((burst) => rounded(burst.seconds)),
    toAcceptedP50: rounded(median(bursts.map((burst) => burst.toAccepted.p50))),
    toAcceptedP99: rounded(median(bursts.map((burst) => burst.toAccepted.p99))),
    startCallP50: rounded(median(bursts.map((burst) => burst.startCall.p50))),
    requests: rounded(median(bursts.map((burst) => burst.requests))),
    workerRssBytes: Math.max(...bursts.map((burst) => burst.workerRssBytes)),
    cpuMs: { server: cpu('server'), worker: cpu('worker'), exchange: cpu('exchange'), client: cpu('client') },
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return (low + high) / 2;
}
