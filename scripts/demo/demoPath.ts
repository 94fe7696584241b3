import type { WithdrawalClient } from '../../client/index.ts';
import type { MoneyLeft } from '../../domain/moneyLeft.ts';
import type { CancelOutcome } from '../../domain/state.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import type { Simulator } from '../../simulator/index.ts';

/**
 * One withdrawal of the demo: what is arranged at the exchange, what a person or backend does, what must come
 * of it.
 */
export type DemoPath = {
  readonly title: string;
  readonly account: string;
  readonly amount: string;
  /** Seconds from the start; none without it. */
  readonly deadlineSeconds?: number;
  /** Before the start: faults and scripts at this address only. */
  readonly arrange?: (stage: Stage) => Promise<void> | void;
  /** After the start. */
  readonly act?: (stage: Stage) => Promise<void>;
  readonly expected: Expected;
};

export type Expected = {
  readonly status: WithdrawalStatus | null;
  readonly moneyLeft: MoneyLeft;
  /** How often the exchange accepted it, by its ledger. */
  readonly accepted: 0 | 1;
  readonly cancel?: CancelOutcome;
};

/** Where a path plays. */
export type Stage = {
  readonly withdrawalId: string;
  /** Its own; nobody else in the demo withdraws to it. */
  readonly address: string;
  readonly amount: string;
  readonly account: string;
  readonly simulator: Simulator;
  readonly client: WithdrawalClient;
  /** Resolves when the withdrawal's state satisfies this. */
  readonly until: (
    what: string,
    condition: (view: Awaited<ReturnType<WithdrawalClient['get']>>) => boolean,
  ) => Promise<void>;
  readonly say: (text: string) => void;
};
