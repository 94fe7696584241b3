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
  /** Null: another process serves this account, so its secrets were not read here. */
  readonly credentials: Readonly<Record<string, Secret>> | null;
  /** As the adapter's optionsSchema answered them. */
  readonly options: unknown;
  /** The adapter's scopes with this account's overrides; the process's share is not yet taken. */
  readonly limitScopes: readonly LimitScope[];
};

/** Everything a process of ours is told. Printing it shows no secret. */
export type WorkerConfig = Pick<FileConfig, 'worker' | 'poll' | 'temporal' | 'log'> & {
  readonly path: string;
  readonly accounts: readonly AccountConfig[];
  readonly policy: WithdrawalPolicy;
};
