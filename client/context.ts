import type { AccountDirectory } from './temporal/accountDirectory.ts';
import type { CatalogDirectory } from './temporal/catalogDirectory.ts';
import type { ResultWatcher } from './temporal/resultWatcher.ts';
import type { TemporalClient } from './temporal/temporalCalls.ts';

/** What all operations of one client share. */
export type ClientContext = {
  readonly temporal: TemporalClient;
  readonly namespace: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** For accounts whose memo does not have it. */
  readonly maxRequestAgeMs: number;
  readonly accounts: AccountDirectory;
  readonly catalogs: CatalogDirectory;
  readonly watcher: ResultWatcher;
};
