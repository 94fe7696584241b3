import { type Client, isGrpcServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import PQueue from 'p-queue';
import type { AdoptAnswer, AdoptRequest, Claim, GrantAnswer, GrantRefusal, GrantRequest, HealthReport, OutcomeReport, Preflight, RevokeAnswer } from '../domain/accountState.ts';
import { AccountError } from './accountError.ts';

/** Not granted, and nothing remembered of it: ask again later. */
export type GrantNotNow = { readonly kind: 'notNow'; readonly refusal: GrantRefusal; readonly message: string };

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

/** More than 8 updates in flight on one workflow collapse its throughput; two processes may serve an account. */
const updatesInFlight = 4;
/** Half of the time a grant is good for: a lost answer leaves time to ask once more. */
const answerWithinMs = 4_000;
const grantRefusals: readonly string[] = ['AccountPaused', 'LaneBusy', 'ClaimsFull'] satisfies readonly GrantRefusal[];

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
  const update = async <T>(account: string, name: string, argument: unknown, updateId?: string): Promise<T> => {
    const queue = queues.get(account) ?? new PQueue({ concurrency: updatesInFlight });
    queues.set(account, queue);
    return queue.add(() => call(account, name, () => handleOf(account).executeUpdate<T, [unknown]>(name, { args: [argument], ...(updateId === undefined ? {} : { updateId }) })));
  };
  return {
    async requestGrant(account, request) {
      try {
        // The id lets the server itself answer a lost call again; the account dedups by token across its runs.
        return await update<GrantAnswer>(account, 'requestGrant', request, `grant/${request.token}`);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        return refusal;
      }
    },
    revokeGrant: (account, key) => update(account, 'revokeGrant', { withdrawalId: key.withdrawalId, submission: key.submission }),
    adopt: (account, request) => update(account, 'adopt', request),
    claim: (account, key) => call(account, 'claim', () => handleOf(account).query<Claim | null, [SubmissionKey]>('claim', { withdrawalId: key.withdrawalId, submission: key.submission })),
    preflight: (account, { withdrawalId, submission, laneKey }) => call(account, 'preflight', () => handleOf(account).query<Preflight, [SubmissionKey & { laneKey: string | null }]>('preflight', { withdrawalId, submission, laneKey })),
    claimedIds: (account, ids) => call(account, 'claimedIds', () => handleOf(account).query<Record<string, string>, [readonly string[]]>('claimedIds', ids)),
    reportOutcome: (account, report) => call(account, 'reportOutcome', () => handleOf(account).signal('reportOutcome', report)),
    reportHealth: (account, report) => call(account, 'reportHealth', () => handleOf(account).signal('reportHealth', report)),
  };
}

/** Carries a validator's refusal through the common error path. */
class RefusedError extends AccountError {
  readonly refusal: GrantNotNow;

  constructor(account: string, what: string, refusal: GrantNotNow) {
    super('AccountUnavailable', account, what);
    this.refusal = refusal;
  }
}

function refusalOf(error: unknown): GrantNotNow | null {
  return error instanceof RefusedError ? error.refusal : null;
}

/** Texts of the server are not passed on: only the name of what was asked and a code. */
function toAccountError(error: unknown, account: string, what: string): AccountError {
  if (error instanceof WorkflowNotFoundError) return new AccountError('AccountMissing', account, what);
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
    if (grantRefusals.includes(type)) return new RefusedError(account, what, { kind: 'notNow', refusal: type as GrantRefusal, message: cause?.message ?? '' });
    return new AccountError('AccountUnavailable', account, `${what} failed${type === '' ? '' : ` with ${type}`}`);
  }
  const code = codeOf(error);
  return new AccountError('AccountUnavailable', account, code === null ? what : `${what}, gRPC code ${code}`);
}

function codeOf(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && isGrpcServiceError(error.cause) ? error.cause.code : null;
}
