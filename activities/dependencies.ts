import type { AssetRules } from '../domain/assetRules.ts';
import type { Log } from '../domain/log.ts';
import type { WithdrawalPolicy } from '../domain/policy.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { LimitGate } from '../exchanges/limitGate.ts';
import type { AccountsClient } from './account/accountsClient.ts';
import type { CrashPoint } from './crashPoints.ts';
import type { StatusFeed } from './feed/statusFeed.ts';
import type { LaneQueue } from './pacing/laneQueue.ts';
import type { Sleep } from './sleep.ts';

/** What every activity is given; nothing else is read from the outside. */
export type ActivityDependencies = {
  /** Accounts of this worker's group, by `<adapter>/<name>`. */
  readonly accounts: ReadonlyMap<string, AccountRuntime>;
  readonly client: AccountsClient;
  /** Frozen into a withdrawal when it is prepared. */
  readonly policy: WithdrawalPolicy;
  /** Named in failures, so that a person knows which configuration to look at. */
  readonly workerGroup: string;
  /** Named in health reports. */
  readonly worker: string;
  /** Unix ms; may jump. */
  readonly nowMs: () => number;
  /** Ms since any point; never jumps back, and goes on while the process is paused. */
  readonly monotonicMs: () => number;
  /** At least 128 random bits, another one at every call. */
  readonly randomToken: () => string;
  readonly sleep: Sleep;
  readonly log: Log;
  /** Awaited at each name of `crashPoints`; a crash test kills the process in it. */
  readonly crashPoint?: (name: CrashPoint) => void | Promise<void>;
};

/** One configured account and what its process shares for it. */
export type AccountRuntime = {
  readonly account: string;
  readonly exchange: Exchange;
  /** Hash of base URL and the exchange's own account id; null: not yet verified with the exchange. */
  readonly accountIdentity: string | null;
  /** Asks the exchange who we are, once for all that wait; remembers the answer. Throws ExchangeError. */
  readonly verifyIdentity: () => Promise<string>;
  readonly gate: LimitGate;
  /** The limit scope of the exchange's submit. */
  readonly submitScope: string;
  readonly feed: StatusFeed;
  readonly laneQueue: LaneQueue;
  /** Cached; null where the exchange publishes none. Throws ExchangeError. */
  readonly assetRules: () => Promise<readonly AssetRules[] | null>;
  readonly options: AccountOptions;
};

export type AccountOptions = {
  /** The HTTP time-out of one submit. Default 30 s; less than the submit activity's start-to-close by at least 10 s. */
  readonly submitTimeoutMs?: number;
};
