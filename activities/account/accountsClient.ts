import { type Client, isGrpcServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import PQueue from 'p-queue';

import type {
  AdoptAnswer,
  AdoptRequest,
  Claim,
  GrantAnswer,
  GrantNotNow,
  GrantRequest,
  HealthReport,
  OutcomeReport,
  Preflight,
  RevokeAnswer,
} from '../../domain/accountState.ts';
import { AccountError } from './accountError.ts';
import { inBatches } from './inBatches.ts';

export type SubmissionKey = { readonly withdrawalId: string; readonly submission: number };

/** What activities ask of account workflows. Every call may be repeated. All throw AccountError. */
export interface AccountsClient {
  /** Asks for the single-use grant. After a lost answer ask again with the same token: it is answered the same. */
  requestGrant(account: string, request: GrantRequest): Promise<GrantAnswer | GrantNotNow>;
  revokeGrant(account: string, key: SubmissionKey): Promise<RevokeAnswer>;
  adopt(account: string, request: AdoptRequest): Promise<AdoptAnswer>;
  claim(account: string, key: SubmissionKey): Promise<Claim | null>;
  /** Whether a grant would be given now; asks for none. */
  preflight(account: string, key: SubmissionKey & { readonly laneKey: string | null }): Promise<Preflight>;
  /** Who claims these exchange ids; absent: nobody. */
  claimedIds(account: string, exchangeWithdrawalIds: readonly string[]): Promise<Readonly<Record<string, string>>>;
  reportOutcome(account: string, report: OutcomeReport): Promise<void>;
  reportHealth(account: string, report: HealthReport): Promise<void>;
}

/**
 * More than 8 updates in flight on one workflow collapse its throughput; two processes may serve an account.
 * Grants, and the rest.
 */
const updatesInFlight = 2;
/** With the baselines far below what one message may hold. */
const batchSize = 25;
/** Half of the time a grant is good for: a lost answer leaves time to ask once more. */
const answerWithinMs = 4_000;

/** An AccountsClient over Temporal. Names are those of `workflows/messages.ts`, which must not be loaded here. */
export function createAccountsClient(client: Client): AccountsClient {
  const queues = new Map<string, PQueue>();
  const handleOf = (account: string) => client.workflow.getHandle(`account/${account}`);
  const call = async <T>(account: string, what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await client.withDeadline(Date.now() + answerWithinMs, run);
    } catch (error) {
      throw toAccountError(error, account, what);
    }
  };
  const executeUpdate = <T>(account: string, name: string, argument: unknown): Promise<T> =>
    call(account, name, () => handleOf(account).executeUpdate<T, [unknown]>(name, { args: [argument] }));
  const update = async <T>(account: string, name: string, argument: unknown): Promise<T> => {
    const queue = queues.get(account) ?? new PQueue({ concurrency: updatesInFlight });
    queues.set(account, queue);
    return queue.add(() => executeUpdate<T>(account, name, argument));
  };
  const requestGrant = inBatches<GrantRequest, GrantAnswer | GrantNotNow>({
    concurrency: updatesInFlight,
    size: batchSize,
    // Asked again after a lost answer in whatever batch: the account knows the token.
    call: (account, requests) =>
      executeUpdate<readonly (GrantAnswer | GrantNotNow)[]>(account, 'requestGrants', requests).catch(
        (error: unknown) => {
          if (error instanceof NoneGrantedError) return error.answers;
          throw error;
        },
      ),
  });
  const reportOutcome = inBatches<OutcomeReport, null>({
    concurrency: 1,
    size: batchSize,
    call: async (account, reports) => {
      await call(account, 'reportOutcomes', () => handleOf(account).signal('reportOutcomes', reports));
      return reports.map(() => null);
    },
  });
  return {
    requestGrant,
    revokeGrant: (account, key) =>
      update(account, 'revokeGrant', { withdrawalId: key.withdrawalId, submission: key.submission }),
    adopt: (account, request) => update(account, 'adopt', request),
    claim: (account, key) =>
      call(account, 'claim', () =>
        handleOf(account).query<Claim | null, [SubmissionKey]>('claim', {
          withdrawalId: key.withdrawalId,
          submission: key.submission,
        }),
      ),
    preflight: (account, { withdrawalId, submission, laneKey }) =>
      call(account, 'preflight', () =>
        handleOf(account).query<Preflight, [SubmissionKey & { laneKey: string | null }]>('preflight', {
          withdrawalId,
          submission,
          laneKey,
        }),
      ),
    claimedIds: (account, ids) =>
      call(account, 'claimedIds', () =>
        handleOf(account).query<Record<string, string>, [readonly string[]]>('claimedIds', ids),
      ),
    reportOutcome: async (account, report) => void (await reportOutcome(account, report)),
    reportHealth: (account, report) =>
      call(account, 'reportHealth', () => handleOf(account).signal('reportHealth', report)),
  };
}

/** Carries the validator's refusals through the common error path. */
class NoneGrantedError extends AccountError {
  readonly answers: readonly GrantNotNow[];

  constructor(account: string, what: string, answers: readonly GrantNotNow[]) {
    super('accountUnavailable', account, what);
    this.answers = answers;
  }
}

/** Texts of the server are not passed on: only the name of what was asked and a code. */
function toAccountError(error: unknown, account: string, what: string): AccountError {
  if (error instanceof WorkflowNotFoundError) return new AccountError('accountMissing', account, what);
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
    const answers = cause instanceof ApplicationFailure && type === 'NoneGranted' ? cause.details?.[0] : null;
    if (Array.isArray(answers)) return new NoneGrantedError(account, what, answers as readonly GrantNotNow[]);
    return new AccountError('accountUnavailable', account, `${what} failed${type === '' ? '' : ` with ${type}`}`);
  }
  const code = codeOf(error);
  return new AccountError('accountUnavailable', account, code === null ? what : `${what}, gRPC code ${code}`);
}

function codeOf(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && isGrpcServiceError(error.cause) ? error.cause.code : null;
}
