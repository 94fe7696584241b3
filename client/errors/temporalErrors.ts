import type { Effect } from './inputErrors.ts';
import { WithdrawalClientError } from './withdrawalClientError.ts';

const noWorkerSentences: Readonly<Record<Effect, (what: string) => string>> = {
  reads: (what) => `No worker answered: ${what} cannot be read now.`,
  changes: (what) => `No worker answered in time: ${what} is not confirmed, but may still have been taken.`,
};

const noWorkerHints: Readonly<Record<Effect, string>> = {
  reads: 'see that a worker runs: withdrawals doctor',
  changes: 'see that a worker runs (`withdrawals doctor`), look at the state, then ask again',
};

/** No worker answered in time. Whether a request for a change was taken is not known. */
export class NoWorkerError extends WithdrawalClientError {
  readonly kind = 'noWorker';

  constructor(
    what: string,
    workflowId: string,
    { effect = 'changes', reason, cause }: { effect?: Effect; reason?: string; cause?: unknown } = {},
  ) {
    const facts = { workflow: workflowId, reason, hint: noWorkerHints[effect] };
    super(noWorkerSentences[effect](what), facts, { cause });
  }
}

const unreachableHint = 'set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or a profile in temporal.toml';

/** The Temporal server cannot be reached, did not answer in time, or could not do what was asked just now. */
export class TemporalUnreachableError extends WithdrawalClientError {
  readonly kind = 'temporalUnreachable';

  /** `answered`: it was reached and could not do what was asked, such as when it is overloaded. */
  constructor(
    facts: { address?: string; namespace?: string; reason: string },
    { cause, answered = false }: { cause?: unknown; answered?: boolean } = {},
  ) {
    const hint = answered ? 'ask again in a moment' : unreachableHint;
    const sentence = answered ? 'The Temporal server could not do it.' : 'The Temporal server cannot be reached.';
    super(sentence, { ...facts, hint }, { cause });
  }
}

/** What is not set up: the settings of the connection, or something at the server. */
export type SetupProblem = 'settings' | 'namespace' | 'credentials' | 'searchAttributes' | 'call';

/** The Temporal server answers but is not set up for withdrawals; or the settings that lead to it cannot be used. */
export class TemporalSetupError extends WithdrawalClientError {
  readonly kind = 'temporalSetup';
  readonly problem: SetupProblem;

  constructor(
    problem: SetupProblem,
    sentence: string,
    facts: { reason?: string; hint: string },
    options: { cause?: unknown } = {},
  ) {
    super(sentence, facts, options);
    this.problem = problem;
  }
}
