import type { WithdrawalResult } from '../../domain/state.ts';

/** One withdrawal and what its workflow came to. */
export type CheckedWithdrawal = {
  readonly withdrawalId: string;
  /** The exchange's own name of the account, as in its ledger. */
  readonly ledgerAccount: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly amount: string;
  /** Refused at the start: nothing may have come of it. */
  readonly refused: boolean;
  readonly result: WithdrawalResult | null;
  /** How long after acceptance the staged faults may have hidden a record like this from every read. */
  readonly hiddenForMs: number;
  /** Whether a staged fault may have hidden its fee, so that another amount could have been it. */
  readonly feeHidden: boolean;
};
