import type { ZodType } from 'zod';

import type { AssetRules } from '../domain/assetRules.ts';
import type { Capabilities, LimitScope, RequestPriority } from '../domain/capabilities.ts';
import type { RequestProblem } from '../domain/requestSchema.ts';
import type { WithdrawalStatus } from '../domain/status.ts';
import type { CancelAnswer, SubmitAnswer } from '../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord, WithdrawalRequest } from '../domain/withdrawal.ts';
import type { HttpPort } from './http/http.ts';

/** Given with every read: how urgent it is, and when to give up waiting for a turn. */
export type ReadContext = {
  readonly priority: RequestPriority;
  readonly signal?: AbortSignal;
  /** Called each time one of its requests gets its turn under the rate limit. */
  readonly onTurn?: () => void;
};

/** Given with a status read, whose records can be used before its last page is read. */
export type StatusReadContext = ReadContext & {
  /** Called with all records of one answer, asked for or not, before the next request of this read begins. */
  readonly onRecords?: (records: readonly WithdrawalRecord[]) => void;
};

/** Given with a look-up of our id. */
export type FindContext = ReadContext & {
  /**
   * True while nothing was sent, where the send will carry this id: a record that this look-up misses is then
   * not paid twice. Only such a look-up may rely on what earlier ones showed. Every other one decides about
   * money and reads everything anew.
   */
  readonly beforeFirstSend?: boolean;
};

/** What identifies an open withdrawal at the exchange when its status is read. */
export type OpenWithdrawal = {
  readonly exchangeWithdrawalId: string;
  readonly clientWithdrawalId: string | null;
  readonly asset: string;
  /** Lower bound of the record's creation by the exchange's clock; reads reach back to it. */
  readonly notBeforeMs: number;
  /** When it was created, exactly as its record showed it; it only makes reads shorter, and proves nothing. */
  readonly createdAtMs?: number;
  /** About when it was accepted, by our clock; only for choosing what to read next. */
  readonly acceptedAtMs?: number;
};

/** One status read of many withdrawals. A withdrawal absent from all three was looked for and not shown. */
export type StatusRead = {
  readonly records: readonly WithdrawalRecord[];
  /** Ids whose row was there and could not be read: only these withdrawals are affected. */
  readonly unreadable: readonly string[];
  /** Ids that this read did not get to (a page failed); they were neither seen nor missed. */
  readonly notRead: readonly string[];
};

/** Part of the exchange's history. `complete` false means a page was full and could not be narrowed. */
export type HistoryRead = {
  readonly records: readonly WithdrawalRecord[];
  /** Rows that could not be read; while there are any, absence proves nothing. */
  readonly unreadableRows: number;
  readonly complete: boolean;
  /** The exchange's clock when the read began (its Date header), Unix milliseconds. */
  readonly exchangeTimeMs: number;
};

export type FindAnswer = { readonly kind: 'found'; readonly record: WithdrawalRecord } | { readonly kind: 'notFound' };

/** The exchange's own id of the account behind the key, and its clock. Null: it does not tell. */
export type AccountProbe = {
  readonly exchangeAccountId: string | null;
  readonly clockSkewMs: number | null;
  /** What the key may do, as far as a read can tell, in words for a person. */
  readonly permissions: readonly string[];
};

/** What every adapter is. Reads throw ExchangeError; `submit` and `requestCancel` never throw, they answer. */
export interface ExchangeBase {
  readonly capabilities: Capabilities;
  /** Reads who we are and what time it is. May be repeated. */
  probe(context: ReadContext): Promise<AccountProbe>;
  /** Reads the assets and networks that can be withdrawn; null where no endpoint tells. May be repeated. */
  readAssetRules(context: ReadContext): Promise<readonly AssetRules[] | null>;
  /** Names every field of the request that this exchange is known to refuse; pure. */
  checkRequest(request: WithdrawalRequest): readonly RequestProblem[];
  /**
   * Fixes adapter-specific fields (expiry, fee, sign info) before the first attempt. May be repeated; only
   * the first result is used.
   */
  freeze(
    request: WithdrawalRequest,
    clientWithdrawalId: string | null,
    context: ReadContext,
  ): Promise<Readonly<Record<string, string>>>;
  /** The request's lane: what records show of it and can be compared exactly. Null where none is needed. Pure. */
  laneKey(request: Pick<WithdrawalRequest, 'asset' | 'network' | 'address' | 'memo'>): string | null;
  /** The lane of a record; null when the record does not show enough. Pure. */
  laneKeyOfRecord(record: WithdrawalRecord): string | null;
  /**
   * Sends once, on a fresh connection, without redirect, retry or abort. Never throws.
   * The turn under the exchange's rate limit (`submitScope`) was already taken by the caller.
   */
  submit(intent: SubmitIntent): Promise<SubmitAnswer>;
  /** Reads the status of many withdrawals with as few requests as the API allows. May be repeated. */
  readStatuses(open: readonly OpenWithdrawal[], context: StatusReadContext): Promise<StatusRead>;
  /** Reads one record by the exchange's id; always fresh. May be repeated. */
  findById(
    exchangeWithdrawalId: string,
    hint: Pick<OpenWithdrawal, 'asset' | 'clientWithdrawalId' | 'notBeforeMs'>,
    context: ReadContext,
  ): Promise<FindAnswer>;
}

export interface FindsByClientId {
  /** Reads the record of our id. `notFound` of a fresh id proves nothing yet. May be repeated. */
  findByClientId(intent: SubmitIntent, context: FindContext): Promise<FindAnswer>;
}

export interface FindsByHistory {
  /**
   * Reads every withdrawal that could be on this intent's lane, created in [fromMs, toMs] by the exchange's
   * clock. May be repeated.
   */
  readHistory(
    intent: Pick<SubmitIntent, 'asset' | 'network' | 'laneKey'>,
    fromMs: number,
    toMs: number | null,
    context: ReadContext,
  ): Promise<HistoryRead>;
}

/** `network` is the request's: kinds of destination may have cancels of their own. */
export type CancelTarget = Pick<OpenWithdrawal, 'exchangeWithdrawalId' | 'clientWithdrawalId'> &
  Pick<SubmitIntent, 'network'>;

export interface Cancels {
  /** Asks once. Never throws; the answer settles nothing. May be repeated. */
  requestCancel(target: CancelTarget): Promise<CancelAnswer>;
}

/** An adapter that declares `cancel: 'none'` has no cancel function to call by mistake; the same for finding. */
export type Exchange = ExchangeBase &
  (
    | ({ readonly capabilities: Capabilities & { readonly findBy: 'clientId' } } & FindsByClientId)
    | ({ readonly capabilities: Capabilities & { readonly findBy: 'history' } } & FindsByHistory)
  ) &
  (
    | { readonly capabilities: Capabilities & { readonly cancel: 'none' } }
    | ({ readonly capabilities: Capabilities & { readonly cancel: 'asynchronous' | 'firstReviewOnly' } } & Cancels)
  );

export type { RequestProblem } from '../domain/requestSchema.ts';

/** Everything an adapter is given. Credentials are already read; nothing here comes from the environment later. */
export type AdapterConfig<Credentials, Options> = {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly options: Options;
  /** The account that the configuration expects; null: any. Adapters compare it with what records show. */
  readonly exchangeAccountId: string | null;
  readonly http: HttpPort;
  readonly nowMs: () => number;
};

/** One entry of the registry: an adapter that has no account yet. */
export type ExchangeDefinition<Credentials = never, Options = never> = {
  readonly id: string;
  readonly displayName: string;
  readonly defaultBaseUrl: string;
  readonly capabilities: Capabilities;
  readonly limitScopes: readonly LimitScope[];
  readonly submitScope: string;
  readonly cancelScope: string | null;
  /** Every verbatim status in the adapter's table and its meaning, for the generated docs. */
  readonly statusTable: Readonly<Record<string, WithdrawalStatus>>;
  /** True where no call tells who we are, so that the configuration must say it. */
  readonly needsExchangeAccountId: boolean;
  /** Not written to its end: no account of it can be set up, so that nothing is ever sent. Absent: finished. */
  readonly draft?: true;
  /** zod schemas; unknown keys are refused so that a typo is an error. */
  readonly credentialsSchema: ZodType<Credentials>;
  readonly optionsSchema: ZodType<Options>;
  create(config: AdapterConfig<Credentials, Options>): Exchange;
};
