import type { FailureReason } from '../../../domain/failure.ts';
import type { SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { FaultName, FaultOrder } from '../../../simulator/index.ts';
import type { Reading } from './readings.ts';

type Variant = Partial<Pick<FaultOrder, 'status' | 'accepts' | 'delayMs'>> & {
  /** Adapters whose exchange gives this answer a meaning of its own, and what they name it. */
  readonly reasonOn?: Readonly<Record<string, FailureReason>>;
};

type Row = {
  /** What a submit that it strikes is answered. */
  readonly submit: SubmitAnswer['kind'];
  /** Why; null where nothing fails. */
  readonly reason: FailureReason | null;
  /** How many withdrawals are on the ledger after that submit; where a variant says `accepts`, that decides. */
  readonly accepted: 0 | 1;
  /** What a read that it strikes comes to, of a withdrawal that is there and pending: what it says, or why it fails. */
  readonly read: readonly (Reading | FailureReason)[];
  /** Of a request, or of what a record shows. */
  readonly strikes: 'request' | 'record';
  readonly variants?: readonly Variant[];
  /** Only waiting less than `delayMs` makes it a fault. */
  readonly impatient?: true;
  /** Nothing is on the ledger until `delayMs` have passed. */
  readonly late?: true;
};

const lost = { submit: 'unknown', reason: 'noAnswer', accepted: 1, read: ['noAnswer'], strikes: 'request' } as const;
const notSent = { submit: 'notSent', accepted: 0, strikes: 'request' } as const;
const unreadable = { ...lost, reason: 'unreadableAnswer', read: ['unreadableAnswer'] } as const;
const unlisted = { ...lost, reason: 'unknownCode', read: ['unknownCode'] } as const;
const shown = { submit: 'accepted', reason: null, accepted: 1, strikes: 'record' } as const;

/** One decision for every fault that a simulator can stage; a new fault without one does not compile. */
export const faultTable: Readonly<Record<FaultName, Row>> = {
  refuseConnection: {
    ...notSent,
    reason: 'unreachable',
    // A read may have gone out on a kept connection, and that one ended.
    read: ['unreachable', 'noAnswer'],
    variants: [{ delayMs: 60_000 }],
  },
  dropBeforeAccept: { ...lost, accepted: 0 },
  acceptThenDropReply: lost,
  acceptThen5xx: { ...unlisted, variants: [{}, { status: 503 }] },
  acceptLate: { ...lost, variants: [{ delayMs: 900 }], impatient: true, late: true },
  slow: { ...lost, variants: [{ delayMs: 900 }], impatient: true },
  tooManyRequests: { ...notSent, reason: 'rateLimited', read: ['rateLimited'], variants: [{ delayMs: 3_000 }] },
  malformedBody: {
    ...unreadable,
    // BTSE answers 429 for more than its limit, so the body decides there (its MAPPING §5).
    variants: [{}, { accepts: false }, { status: 400 }, { status: 429, reasonOn: { btse: 'unknownCode' } }],
  },
  htmlBody: {
    ...unreadable,
    accepted: 0,
    variants: [{}, { status: 200, accepts: true }, { status: 403, accepts: true }, { status: 404 }],
  },
  unknownCode: {
    ...unlisted,
    accepted: 0,
    variants: [{}, { accepts: true }, { status: 400 }, { status: 503, accepts: true }],
  },
  insufficientFundsLocked: lost,
  unknownStatus: { ...shown, read: ['UNKNOWN'] },
  statusFlapping: { ...shown, read: ['PENDING', 'FAILED'] },
  historyLag: { ...shown, read: ['absent'], variants: [{ delayMs: 60_000 }] },
  recordMissing: { ...shown, read: ['absent'] },
  duplicatePage: { ...shown, read: ['PENDING'] },
  feeNullWhilePending: { ...shown, read: ['PENDING'] },
  cancelLosesRace: { ...shown, read: ['PENDING'] },
};

export type FaultCase = {
  readonly title: string;
  readonly order: Omit<FaultOrder, 'on'>;
  readonly row: Omit<Row, 'variants'>;
  readonly reasonOn: Readonly<Record<string, FailureReason>>;
};

/** Every fault in every variant. */
export const faultCases: readonly FaultCase[] = (Object.entries(faultTable) as [FaultName, Row][]).flatMap(
  ([name, { variants = [{}], ...row }]) =>
    variants.map(({ reasonOn = {}, ...variant }): FaultCase => {
      const title = Object.keys(variant).length === 0 ? name : `${name} ${JSON.stringify(variant)}`;
      const accepted = variant.accepts === undefined ? row.accepted : (Number(variant.accepts) as 0 | 1);
      return { title, order: { name, ...variant }, row: { ...row, accepted }, reasonOn };
    }),
);

/** Those that strike a request, whatever it asks for. */
export const requestFaults = faultCases.filter(({ row }) => row.strikes === 'request');
