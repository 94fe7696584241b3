import type { LimitScope } from '../../domain/capabilities.ts';
import type { WithdrawalPolicy } from '../../domain/policy.ts';
import type { AnyExchangeDefinition } from '../../exchanges/registry.ts';
import type { FileConfig } from './configSchema.ts';
import type { Secret } from './secret.ts';

/** One account as configured, checked against its adapter. */
export type AccountConfig = {
  readonly account: string;
  readonly definition: AnyExchangeDefinition;
  readonly baseUrl: string;
  readonly exchangeAccountId: string | null;
  readonly workerGroup: string;
  /** Null: this process did not read the secrets, for example because another one serves the account. */
  readonly credentials: Readonly<Record<string, Secret>> | null;
  /** Parsed by the adapter's optionsSchema. */
  readonly options: unknown;
  /** The adapter's scopes with this account's overrides, not yet reduced to `worker.limitShare`. */
  readonly limitScopes: readonly LimitScope[];
};

/** The checked configuration of a process. Printing it shows no secret. */
export type WorkerConfig = Pick<FileConfig, 'worker' | 'poll' | 'temporal' | 'log'> & {
  readonly path: string;
  readonly accounts: readonly AccountConfig[];
  readonly policy: WithdrawalPolicy;
};
