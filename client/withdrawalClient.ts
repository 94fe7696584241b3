import { defaultPolicy } from '../domain/policy.ts';
import type { Resolution, WithdrawalResult } from '../domain/state.ts';
import { createAccountOperations, type AccountOperations } from './account/accountOperations.ts';
import { awaitResults, type ResultOptions } from './awaitResults.ts';
import { cancelWithdrawal, type CancelOptions, type CancelResult } from './cancelWithdrawal.ts';
import { checkOptions, type KnownOptions } from './checkOptions.ts';
import type { ClientContext } from './context.ts';
import { runDoctor, type DoctorReport } from './doctor.ts';
import { getWithdrawal } from './getWithdrawal.ts';
import { listWithdrawals, type WithdrawalList } from './listWithdrawals.ts';
import { nudgeWithdrawal, type NudgeResult } from './nudgeWithdrawal.ts';
import { resolveWithdrawal, type ResolveResult } from './resolveWithdrawal.ts';
import { startWithdrawal, type StartedWithdrawal, type WithdrawalRequestInput } from './startWithdrawal.ts';
import { createAccountDirectory } from './temporal/accountDirectory.ts';
import { createCatalogDirectory } from './temporal/catalogDirectory.ts';
import type { ListFilter } from './temporal/listQuery.ts';
import { createResultWatcher } from './temporal/resultWatcher.ts';
import { createRunReader } from './temporal/runReader.ts';
import type { TemporalClient } from './temporal/temporalCalls.ts';
import type { WithdrawalView } from './withdrawalView.ts';

/** The operations that backend code can use. One client for a process is enough; it may be shared. */
export interface WithdrawalClient {
  /** Starts a withdrawal, or joins the one that was started before with the same content. May be repeated. */
  start(request: WithdrawalRequestInput): Promise<StartedWithdrawal>;
  /** The withdrawal as far as it can be read now; see `source`. */
  get(withdrawalId: string): Promise<WithdrawalView>;
  /** Lists from Temporal's records, which may be a second or two old. */
  list(filter?: ListFilter): WithdrawalList;
  /** Asks for a cancel and waits a while for its outcome. May be repeated. */
  cancel(withdrawalId: string, options: CancelOptions): Promise<CancelResult>;
  /** Asks for a read of the status now, such as after an exchange's webhook. May be repeated. */
  nudge(withdrawalId: string): Promise<NudgeResult>;
  /** Hands over a person's decision. Look at the state before you repeat it. */
  resolve(withdrawalId: string, resolution: Resolution): Promise<ResolveResult>;
  /** Resolves with the result once it is settled. May be repeated. Pay again only on `moneyLeft: 'no'`. */
  result(withdrawalId: string, options?: ResultOptions): Promise<WithdrawalResult>;
  /** The same for several withdrawals: all results, in the given order. */
  result(withdrawalIds: readonly string[], options?: ResultOptions): Promise<WithdrawalResult[]>;
  readonly account: AccountOperations;
  /** Checks everything that withdrawals need from Temporal. Changes nothing. */
  doctor(): Promise<DoctorReport>;
  /** Ends all waits. The caller closes the Temporal connection. */
  close(): void;
}

export type WithdrawalClientOptions = {
  readonly temporal: TemporalClient;
  /** Default: the Temporal client's own. */
  readonly namespace?: string;
  /** For accounts whose memo does not have it. Default 7 days. */
  readonly maxRequestAgeMs?: number;
  readonly now?: () => number;
};

const clientOptions: KnownOptions<WithdrawalClientOptions> = {
  temporal: true,
  namespace: true,
  maxRequestAgeMs: true,
  now: true,
};

/** Makes a client that uses a Temporal client, such as the one from `connect()`. */
export function createWithdrawalClient(options: WithdrawalClientOptions): WithdrawalClient {
  checkOptions(options, clientOptions, 'reads');
  const { temporal, now = Date.now, maxRequestAgeMs = defaultPolicy.maxRequestAgeMs } = options;
  const namespace = options.namespace ?? temporal.workflow.options.namespace;
  const context: ClientContext = {
    temporal,
    namespace,
    now,
    maxRequestAgeMs,
    accounts: createAccountDirectory(temporal, now),
    catalogs: createCatalogDirectory(temporal, now),
    watcher: createResultWatcher(createRunReader(temporal, namespace), now),
  };
  function result(withdrawalId: string, resultOptions?: ResultOptions): Promise<WithdrawalResult>;
  function result(withdrawalIds: readonly string[], resultOptions?: ResultOptions): Promise<WithdrawalResult[]>;
  async function result(
    ids: string | readonly string[],
    resultOptions: ResultOptions = {},
  ): Promise<WithdrawalResult | WithdrawalResult[]> {
    if (Array.isArray(ids)) return awaitResults(context, ids as readonly string[], resultOptions);
    const [one] = await awaitResults(context, [ids as string], resultOptions);
    return one as WithdrawalResult;
  }
  return {
    start: (request) => startWithdrawal(context, request),
    get: (withdrawalId) => getWithdrawal(context, withdrawalId),
    list: (filter) => listWithdrawals(context, filter),
    cancel: (withdrawalId, cancelOptions) => cancelWithdrawal(context, withdrawalId, cancelOptions),
    nudge: (withdrawalId) => nudgeWithdrawal(context, withdrawalId),
    resolve: (withdrawalId, resolution) => resolveWithdrawal(context, withdrawalId, resolution),
    result,
    account: createAccountOperations(context),
    doctor: () => runDoctor(context),
    close: () => context.watcher.close(),
  };
}
