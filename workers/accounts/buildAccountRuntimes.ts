import type { AccountRuntime } from '../../activities/dependencies.ts';
import { createStatusFeed } from '../../activities/feed/createStatusFeed.ts';
import { createLaneQueue } from '../../activities/pacing/laneQueue.ts';
import { sleep } from '../../activities/sleep.ts';
import type { Log } from '../../domain/log.ts';
import { toCadence } from '../config/toCadence.ts';
import type { WorkerConfig } from '../config/workerConfig.ts';
import { cached } from './cached.ts';
import type { ServedAccount } from './setUpAccounts.ts';

export type RuntimeOptions = {
  readonly accounts: readonly ServedAccount[];
  readonly poll: WorkerConfig['poll'];
  readonly nowMs: () => number;
  readonly log: Log;
};

const rulesKeptMs = 5 * 60_000;

/**
 * Builds what activities need of each account: adapter, limit gate, status feed, verified identity and cached
 * asset rules.
 */
export function buildAccountRuntimes({
  accounts,
  poll,
  nowMs,
  log,
}: RuntimeOptions): ReadonlyMap<string, AccountRuntime> {
  const cadence = toCadence(poll);
  return new Map(
    accounts.map(({ config, exchange, gate, verifier, reportHealth }) => {
      const feed = createStatusFeed({
        exchange,
        account: config.account,
        nowMs,
        sleep,
        cadence,
        onHealth: (report) => void reportHealth(report),
        unhealthyAfterMs: poll.unhealthyAfter,
        log,
      });
      const runtime: AccountRuntime = {
        account: config.account,
        exchange,
        get accountIdentity() {
          return verifier.accountIdentity;
        },
        verifyIdentity: () => verifier.verifyIdentity(),
        gate,
        submitScope: config.definition.submitScope,
        feed,
        laneQueue: createLaneQueue(nowMs),
        assetRules: cached(() => exchange.readAssetRules({ priority: 'validate' }), rulesKeptMs, nowMs),
        options: {},
      };
      return [config.account, runtime];
    }),
  );
}
