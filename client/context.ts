import type { AccountDirectory } from './temporal/accountDirectory.ts';
import type { CatalogDirectory } from './temporal/catalogDirectory.ts';
import type { ResultWatcher } from './temporal/resultWatcher.ts';
import type { TemporalClient } from './temporal/temporalCalls.ts';

/** What every operation of one client shares. */
export type ClientContext = {
  readonly temporal: TemporalClient;
  readonly namespace: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly maxRequestAgeMs: number;
  readonly accounts: AccountDirectory;
  readonly catalogs: CatalogDirectory;
  readonly watcher: ResultWatcher;
};
