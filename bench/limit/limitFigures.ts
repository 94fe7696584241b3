import type { AccountKind } from '../support/benchAccounts.ts';
import type { RateLimit } from '../support/exchangeMessages.ts';
import { type Distribution, distribution, rounded } from '../support/statistics.ts';
import type { PolledFigures } from './pollOneByOne.ts';

/** How many withdrawals one request shows: edgeX by ids, the others as a page of history. */
export const rowsPerRequest: Readonly<Record<AccountKind, number>> = {
  bigone: 200,
  bitunix: 100,
  'edgex-normal-withdraw': 100,
};

/** What one side of the comparison cost. */
export type Side = {
  readonly detection: Distribution;
  readonly requests: number;
  readonly tooManyRequests: number;
  /** Requests divided by what the limit allows in that time. */
  readonly budgetShare: number;
  readonly seconds: number;
};

/** Turns figures of a poller into one side of the comparison. Pure. */
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

/** The shortest time, in seconds, in which all can be read once: no form of polling can promise to be faster. */
export function floorSeconds(inFlight: number, rows: number, limit: RateLimit): number {
  return (Math.ceil(inFlight / rows) * limit.perMs) / limit.requests / 1_000;
}
