import type { WithdrawalClient, WithdrawalView } from '../../client/index.ts';
import type { MoneyLeft } from '../../domain/moneyLeft.ts';
import type { CancelOutcome } from '../../domain/state.ts';
import type { WithdrawalStatus } from '../../domain/status.ts';
import type { Simulator } from '../../simulator/index.ts';

/** One withdrawal of the demo: what is arranged before, what a backend or person does, how it must end. */
export type DemoPath = {
  readonly title: string;
  readonly account: string;
  readonly amount: string;
  /** Seconds from the start; without it there is no deadline. */
  readonly deadlineSeconds?: number;
  /** Before the start. Faults and scripts of the exchange are for this withdrawal's address only. */
  readonly arrange?: (context: DemoContext) => Promise<void> | void;
  /** After the start. */
  readonly act?: (context: DemoContext) => Promise<void>;
  readonly expected: Expected;
};

export type Expected = {
  readonly status: WithdrawalStatus | null;
  readonly moneyLeft: MoneyLeft;
  /** How often the exchange's ledger shows it as accepted. */
  readonly accepted: 0 | 1;
  readonly cancel?: CancelOutcome;
};

/** What a path has at hand. */
export type DemoContext = {
  readonly withdrawalId: string;
  /** No other withdrawal of the demo goes to it. */
  readonly address: string;
  readonly amount: string;
  readonly account: string;
  readonly simulator: Simulator;
  readonly client: WithdrawalClient;
  /** Resolves when the withdrawal's state satisfies the condition. Throws, with `what`, if it takes too long. */
  readonly until: (what: string, condition: (view: WithdrawalView) => boolean) => Promise<void>;
  readonly say: (text: string) => void;
};
