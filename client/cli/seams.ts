import type { Capabilities } from '../../domain/capabilities.ts';
import type { AccountSettings } from '../account/restoreOptions.ts';
import type { DoctorLine } from '../doctor.ts';
import type { ConnectOverrides } from '../temporal/connect.ts';
import type { WithdrawalClient } from '../withdrawalClient.ts';
import type { CliIo } from './cliIo.ts';

export type CliConnection = { readonly client: WithdrawalClient; close(): Promise<void> };

/** What `probe` found, one line for each check. */
export type ProbeReport = {
  readonly account: string;
  readonly ok: boolean;
  /** False when the exchange did not answer at all. */
  readonly reachable: boolean;
  readonly lines: readonly DoctorLine[];
};

export type ExchangeListing = {
  readonly adapter: string;
  readonly capabilities: Capabilities;
  /** The accounts that are configured for it. */
  readonly accounts: readonly string[];
};

/** What commands need and client/ must not import. The program that runs the command line passes it in. */
export type CliSeams = {
  /** What `--version` prints. Without it there is no such option. */
  readonly version?: string;
  /** Default: `connect()`. */
  readonly connect?: (overrides: ConnectOverrides) => Promise<CliConnection>;
  /** Reads from the account's exchange and changes nothing: auth, clock, permissions, history, an unknown id. */
  readonly probe?: (account: string) => Promise<ProbeReport>;
  readonly exchanges?: () => Promise<readonly ExchangeListing[]>;
  /** The configured settings, for `account restore` when Temporal has no memo of the account any more. */
  readonly accountSettings?: (account: string) => Promise<AccountSettings | null>;
  readonly io?: CliIo;
};
