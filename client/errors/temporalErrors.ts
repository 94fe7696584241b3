import { WithdrawalClientError } from './withdrawalClientError.ts';

/** No worker answered in time. Whether a request for a change was taken is not known. */
export class NoWorkerError extends WithdrawalClientError {
  readonly kind = 'noWorker';

  constructor(what: string, workflowId: string, options: { cause?: unknown } = {}) {
    super(
      `No worker answered in time: ${what} is not confirmed, but may still have been taken.`,
      {
        workflow: workflowId,
        hint: 'see that a worker runs (`withdrawals doctor`), look at the state, then ask again',
      },
      options,
    );
  }
}

/** The Temporal server cannot be reached, or did not answer in time. */
export class TemporalUnreachableError extends WithdrawalClientError {
  readonly kind = 'temporalUnreachable';

  constructor(facts: { address?: string; namespace?: string; reason: string }, options: { cause?: unknown } = {}) {
    super(
      'The Temporal server cannot be reached.',
      { ...facts, hint: 'set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or a profile in temporal.toml' },
      options,
    );
  }
}

/** The Temporal server answers but is not set up for withdrawals: namespace, permission or search attributes. */
export class TemporalSetupError extends WithdrawalClientError {
  readonly kind = 'temporalSetup';

  constructor(sentence: string, reason: string, options: { cause?: unknown } = {}) {
    super(
      sentence,
      { reason, hint: '`withdrawals doctor` tells what is missing; a worker creates search attributes when it starts' },
      options,
    );
  }
}
