import type { Capabilities } from '../../domain/capabilities.ts';
import type { AccountSettings } from '../account/restoreOptions.ts';
import type { DoctorLine } from '../doctor.ts';
import type { WithdrawalClient } from '../withdrawalClient.ts';
import type { CliIo } from './cliIo.ts';

export type ConnectOverrides = { address?: string; namespace?: string; profile?: string };

export type CliConnection = { readonly client: WithdrawalClient; close(): Promise<void> };

/** What `probe` found; a line per check. */
export type ProbeReport = {
  readonly account: string;
  readonly ok: boolean;
  /** False: the exchange did not answer at all. */ readonly reachable: boolean;
  readonly lines: readonly DoctorLine[];
};

export type ExchangeListing = {
  readonly adapter: string;
  readonly capabilities: Capabilities;
  /** Configured ones. */ readonly accounts: readonly string[];
};

/** What the commands need and client/ may not import: whoever composes the program hands it in. */
export type CliSeams = {
  /** Default: as `connect()` does. */
  readonly connect?: (overrides: ConnectOverrides) => Promise<CliConnection>;
  /** Reads only: auth, clock, permissions, history, how a look-up of an unknown id answers. */
  readonly probe?: (account: string) => Promise<ProbeReport>;
  readonly exchanges?: () => Promise<readonly ExchangeListing[]>;
  /** From configuration, for `account restore` when Temporal's memo of the account is gone. */
  readonly accountSettings?: (account: string) => Promise<AccountSettings | null>;
  readonly io?: CliIo;
};
