import type { WithdrawalResult } from '../../domain/state.ts';

/** One withdrawal, and the result of its workflow. */
export type CheckedWithdrawal = {
  readonly withdrawalId: string;
  /** The exchange's own name of the account, as in its ledger. */
  readonly ledgerAccount: string;
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly amount: string;
  /** Refused at the start: nothing may have been sent. */
  readonly refused: boolean;
  readonly result: WithdrawalResult | null;
  /** How long after its acceptance the staged faults may have hidden its record from every read. */
  readonly hiddenForMs: number;
  /** Whether a staged fault may have hidden its fee, so that a record of another amount could have been it. */
  readonly feeHidden: boolean;
};
