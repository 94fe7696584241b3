import type { SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { FaultName, FaultOrder } from '../../../simulator/index.ts';
import type { Reading } from './readings.ts';

type Variant = Partial<Pick<FaultOrder, 'status' | 'accepts' | 'delayMs'>>;
type Row = {
  /** What a submit that it strikes is answered. */
  readonly submit: SubmitAnswer['kind'];
  /** What a read that it strikes may come to, of a withdrawal that is there and pending. */
  readonly read: readonly Reading[];
  /** Of a request, or of what a record shows. */
  readonly strikes: 'request' | 'record';
  readonly variants?: readonly Variant[];
  /** Only waiting less than `delayMs` makes it a fault. */
  readonly impatient?: true;
};

const lost = { submit: 'unknown', read: ['retry'], strikes: 'request' } as const;
const shown = { submit: 'accepted', strikes: 'record' } as const;

/** One decision for every fault that a simulator can stage; a new fault without one does not compile. */
export const faultTable: Readonly<Record<FaultName, Row>> = {
  refuseConnection: { submit: 'notSent', read: ['retry'], strikes: 'request', variants: [{ delayMs: 60_000 }] },
  dropBeforeAccept: lost,
  acceptThenDropReply: lost,
  acceptThen5xx: { ...lost, variants: [{}, { status: 503 }] },
  acceptLate: { ...lost, variants: [{ delayMs: 900 }], impatient: true },
  slow: { ...lost, variants: [{ delayMs: 900 }], impatient: true },
  tooManyRequests: { submit: 'notSent', read: ['retry'], strikes: 'request', variants: [{ delayMs: 3_000 }] },
  malformedBody: { ...lost, variants: [{}, { accepts: false }, { status: 400 }, { status: 429 }] },
  htmlBody: {
    ...lost,
    variants: [{}, { status: 200, accepts: true }, { status: 403, accepts: true }, { status: 404 }],
  },
  unknownCode: { ...lost, variants: [{}, { accepts: true }, { status: 400 }, { status: 503, accepts: true }] },
  insufficientFundsLocked: lost,
  unknownStatus: { ...shown, read: ['UNKNOWN'] },
  statusFlapping: { ...shown, read: ['PENDING', 'FAILED'] },
  historyLag: { ...shown, read: ['absent'], variants: [{ delayMs: 60_000 }] },
  recordMissing: { ...shown, read: ['absent'] },
  duplicatePage: { ...shown, read: ['PENDING'] },
  feeNullWhilePending: { ...shown, read: ['PENDING'] },
  cancelLosesRace: { ...shown, read: ['PENDING'] },
};

export type FaultCase = readonly [title: string, order: Omit<FaultOrder, 'on'>, row: Row];

/** Every fault in every variant. */
export const faultCases: readonly FaultCase[] = (Object.entries(faultTable) as [FaultName, Row][]).flatMap(
  ([name, row]) =>
    (row.variants ?? [{}]).map((variant): FaultCase => [
      `${name}${Object.keys(variant).length === 0 ? '' : ` ${JSON.stringify(variant)}`}`,
      { name, ...variant },
      row,
    ]),
);
