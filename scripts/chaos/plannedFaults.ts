import type { FaultName, FaultOrder } from '../../simulator/index.ts';
import type { SeededRandom } from './seededRandom.ts';

/** A fault, without the withdrawal that it is for. */
export type PlannedFault = Omit<FaultOrder, 'match'>;

const lostReply: PlannedFault = { name: 'acceptThenDropReply', on: 'submit' };

/** Faults of a submit. One of the record comes with a lost reply, so that the look-up must get past it. */
const atSubmit: readonly (readonly PlannedFault[])[] = [
  [lostReply],
  [lostReply],
  [{ name: 'dropBeforeAccept', on: 'submit' }],
  [{ name: 'acceptThen5xx', on: 'submit' }],
  [{ name: 'acceptThen5xx', on: 'submit', status: 503 }],
  [{ name: 'acceptLate', on: 'submit', delayMs: 1_500 }],
  [{ name: 'acceptLate', on: 'submit', delayMs: 4_000 }],
  [{ name: 'slow', on: 'submit', delayMs: 2_000 }],
  // The request's own time-out is 30 s: nobody waits for these any more when they are carried out, or answered.
  [{ name: 'acceptLate', on: 'submit', delayMs: 33_000 }],
  [{ name: 'acceptLate', on: 'submit', delayMs: 41_000 }],
  [{ name: 'slow', on: 'submit', delayMs: 32_000 }],
  [{ name: 'refuseConnection', on: 'submit', after: 'submit', delayMs: 1_500 }],
  // Leaves the account short for a moment, so that others may truly be refused.
  [{ name: 'insufficientFundsLocked', on: 'submit' }],
  [{ name: 'tooManyRequests', on: 'submit' }],
  [{ name: 'malformedBody', on: 'submit' }],
  [{ name: 'malformedBody', on: 'submit', accepts: false }],
  [{ name: 'htmlBody', on: 'submit' }],
  [{ name: 'htmlBody', on: 'submit', accepts: true }],
  [{ name: 'unknownCode', on: 'submit' }],
  [{ name: 'unknownCode', on: 'submit', accepts: true }],
  [lostReply, { name: 'historyLag', on: 'submit', delayMs: 2_000 }],
  // Longer than the reconcile window: a person is asked, and the late record settles it.
  [lostReply, { name: 'historyLag', on: 'submit', delayMs: 12_000 }],
  [lostReply, { name: 'recordMissing', on: 'submit', delayMs: 1_500 }],
  [lostReply, { name: 'feeNullWhilePending', on: 'submit', delayMs: 2_000 }],
  [lostReply, { name: 'duplicatePage', on: 'follow', times: 3 }],
];

/** A record may lie once, never twice (`liesOnce`): nothing can be done about an exchange that insists on a lie. */
const atFollow: readonly PlannedFault[] = [
  { name: 'dropBeforeAccept', on: 'follow', times: 2 },
  { name: 'acceptThenDropReply', on: 'follow', times: 2 },
  { name: 'acceptThen5xx', on: 'follow', times: 2 },
  { name: 'slow', on: 'follow', delayMs: 1_500 },
  { name: 'tooManyRequests', on: 'follow' },
  { name: 'malformedBody', on: 'follow', times: 2 },
  { name: 'htmlBody', on: 'follow', times: 2 },
  { name: 'unknownCode', on: 'follow' },
  { name: 'unknownStatus', on: 'follow', times: 3 },
  { name: 'statusFlapping', on: 'follow' },
  { name: 'statusFlapping', on: 'follow', times: 2 },
  { name: 'historyLag', on: 'follow', delayMs: 1_200 },
  { name: 'recordMissing', on: 'follow', delayMs: 1_500 },
  { name: 'duplicatePage', on: 'follow', times: 3 },
];

const atCancel: readonly PlannedFault[] = [
  { name: 'dropBeforeAccept', on: 'cancel' },
  { name: 'acceptThenDropReply', on: 'cancel' },
  { name: 'acceptThen5xx', on: 'cancel' },
  { name: 'acceptLate', on: 'cancel', delayMs: 1_500 },
  { name: 'malformedBody', on: 'cancel' },
  { name: 'unknownCode', on: 'cancel', accepts: true },
  { name: 'cancelLosesRace', on: 'cancel' },
];

const shares = { submit: 0.3, follow: 0.2, cancel: 0.5 } as const;

/**
 * Beside a record that was made by hand and looks the same, where ours is known by its likeness alone: ours must have
 * been accepted and be visible, or nobody could tell which is whose.
 */
const besideLookalike: readonly (readonly PlannedFault[])[] = [
  [lostReply],
  [{ name: 'acceptThen5xx', on: 'submit' }],
  [{ name: 'htmlBody', on: 'submit', accepts: true }],
  [{ name: 'unknownCode', on: 'submit', accepts: true }],
  [{ name: 'malformedBody', on: 'submit' }],
];

export function faultBesideLookalike(random: SeededRandom, index: number): readonly PlannedFault[] {
  return random.pick(`${index}#besideLookalike`, besideLookalike);
}

/** The same faults, without a lie about the record where one is planned already. */
export function liesOnce(faults: readonly PlannedFault[], liedBefore: boolean): readonly PlannedFault[] {
  return liedBefore ? faults.filter((fault) => fault.name !== 'statusFlapping') : faults;
}

/** The faults of one withdrawal, in the order in which they are armed. */
export function plannedFaults(random: SeededRandom, index: number, cancels: boolean): readonly PlannedFault[] {
  return [
    ...(random.happens(`${index}#submit`, shares.submit) ? random.pick(`${index}#submitFault`, atSubmit) : []),
    ...(random.happens(`${index}#follow`, shares.follow) ? [random.pick(`${index}#followFault`, atFollow)] : []),
    ...(cancels && random.happens(`${index}#cancelHit`, shares.cancel)
      ? [random.pick(`${index}#cancelFault`, atCancel)]
      : []),
  ];
}

const hiding: ReadonlySet<FaultName> = new Set(['historyLag', 'recordMissing']);

/** How long after its acceptance these faults may hide a record from every read. */
export function hidesForMs(faults: readonly PlannedFault[]): number {
  // `recordMissing` counts from the first read that it strikes, which follows acceptance within a poll or two.
  return Math.max(
    0,
    ...faults
      .filter((fault) => hiding.has(fault.name))
      .map((fault) => (fault.delayMs ?? 0) + (fault.name === 'recordMissing' ? 3_000 : 0)),
  );
}
