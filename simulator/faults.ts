import type { FaultMatch } from './ledger.ts';

/** Every fault that a simulator can stage, and what it does. */
export const faultDocs = {
  refuseConnection:
    'the port is closed for `delayMs` (connection refused); `after`: from the answer to the next such request on',
  dropBeforeAccept: 'the request is read, the socket destroyed, nothing booked',
  acceptThenDropReply: 'the request is carried out, the socket destroyed without an answer',
  acceptThen5xx: 'the request is carried out, the answer is an internal error (HTTP `status`, default 500)',
  acceptLate: 'the request is carried out only after `delayMs`, the answer follows then',
  slow: 'the request is carried out at once, the answer comes after `delayMs`',
  tooManyRequests: 'HTTP 429 with Retry-After (`delayMs` rounded up to seconds); nothing booked',
  malformedBody: 'the JSON of the answer is cut in half; carried out unless `accepts` is false',
  htmlBody: 'an error page of the CDN (HTTP `status`, default 502); not carried out unless `accepts` is true',
  unknownCode: 'an error code that no document lists; not carried out unless `accepts` is true',
  insufficientFundsLocked:
    'balance is exactly enough for this one, which is carried out, and its answer lost: a second one lacks funds',
  unknownStatus: 'the record shows a status that no document lists',
  statusFlapping: 'every other read of the record shows the opposite of its true status',
  historyLag: 'the record is invisible in lists and look-ups until `delayMs` after it was accepted',
  recordMissing: 'the record vanishes from lists and look-ups',
  duplicatePage: 'a list shows its rows twice; a further page shows the page before it again',
  feeNullWhilePending: 'the record shows no fee until it is final, and until `delayMs` after it was accepted',
  cancelLosesRace: 'the cancel is taken, yet the withdrawal completes',
} as const;

export type FaultName = keyof typeof faultDocs;
export const faultNames = Object.keys(faultDocs) as FaultName[];

/** `follow`: any read of withdrawals; `lookup`: only reads of one withdrawal by an id. */
export type FaultPoint = 'submit' | 'follow' | 'lookup' | 'cancel' | 'any';
export type RequestPoint = Exclude<FaultPoint, 'any'> | 'other';

export type FaultOrder = {
  name: FaultName;
  on: FaultPoint;
  /**
   * Default 1. Faults of a request: how many requests. Faults of a record: how many reads, or with `delayMs`
   * how many records.
   */
  times?: number;
  /**
   * How long to wait or to hold. Default 1000 for faults that need one; without it, faults of a record count
   * reads instead.
   */
  delayMs?: number;
  match?: FaultMatch;
  /** HTTP status of the staged answer. */
  status?: number;
  /** Whether the request is carried out, for the faults that leave it open. */
  accepts?: boolean;
  /** `refuseConnection` only. */
  after?: Exclude<FaultPoint, 'any'>;
};
