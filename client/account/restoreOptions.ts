import type { Capabilities } from '../../domain/capabilities.ts';
import type { KnownOptions } from '../checkOptions.ts';

/** What an account's workflow is started with. Parts that the old run's memo still has may be left out. */
export type AccountSettings = {
  readonly workerGroup?: string;
  readonly accountIdentity?: string | null;
  readonly capabilities?: Capabilities;
};

export type RestoreOptions = AccountSettings & {
  /** Used for what neither these options nor the old run's memo have; from configuration, for example. */
  readonly fallback?: AccountSettings;
  readonly actor: string;
  readonly evidence: string;
  /** How long the old run must have been closed, so that sends of its time are over. Default 60 s. */
  readonly quietMs?: number;
};

export const restoreOptions: KnownOptions<RestoreOptions> = {
  workerGroup: true,
  accountIdentity: true,
  capabilities: true,
  fallback: true,
  actor: true,
  evidence: true,
  quietMs: true,
};
