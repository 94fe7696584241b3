import type { AccountKind } from '../support/benchAccounts.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { type Distribution, distribution, rounded } from '../support/statistics.ts';
import type { PolledFigures } from './oneByOne.ts';

/** Withdrawals that one request shows: edgeX by their ids, the others as pages of their history. */
export const rowsPerRequest: Readonly<Record<AccountKind, number>> = {
  bigone: 200,
  bitunix: 100,
  'edgex-normal-withdraw': 100,
};

export type Side = {
  readonly detection: Distribution;
  readonly requests: number;
  readonly tooManyRequests: number;
  readonly budgetShare: number;
  readonly seconds: number;
};

export function toSide({ detectionMs, requests, refused, seconds }: PolledFigures, limit: RateLimit): Side {
  const allowed = (limit.requests / limit.perMs) * 1_000 * seconds;
  return {
    detection: distribution(detectionMs),
    requests,
    tooManyRequests: refused,
    budgetShare: rounded(requests / allowed),
    seconds: rounded(seconds),
  };
}

/** The time in which all can be read once at best: no form of polling can promise to be faster. Seconds. */
export function floorSeconds(inFlight: number, rows: number, limit: RateLimit): number {
  return (Math.ceil(inFlight / rows) * limit.perMs) / limit.requests / 1_000;
}
