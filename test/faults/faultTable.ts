import { faultNames, type FaultName, type FaultOrder } from '../../simulator/index.ts';

export type Place = 'submit' | 'follow' | 'cancel';

/** `delivered`: left once. `returned`: booked once, and back. `neverSent`: never booked; a person had to say so. */
export type End = 'delivered' | 'returned' | 'neverSent';

/** One form of a fault, and the only end that it may have. */
export type Strike = {
  readonly with?: Partial<Omit<FaultOrder, 'name' | 'on'>>;
  /** Default: by the place. */
  readonly end?: End;
};

export type Row = {
  readonly name: FaultName;
  readonly place: Place;
  readonly form: NonNullable<Strike['with']>;
  readonly end: End;
  /** The reply to the submit is lost as well, so that the look-up must get through the fault. */
  readonly losesReply: boolean;
  readonly cancels: boolean;
  /** Every phase, in order. The title begins with it. */
  readonly path: string;
  readonly title: string;
};

const usualEnd: Readonly<Record<Place, End>> = { submit: 'delivered', follow: 'delivered', cancel: 'returned' };

/** Longer than a request may take (30 s), shorter than the submit activity (45 s). */
const beyondTimeOutMs = 30_800;
const oncePerPlace = { submit: [{}], follow: [{ with: { times: 2 } }], cancel: [{}] } as const;
/** The delay of a fault of a record is well within the reconcile window; otherwise it counts reads. */
const fewReads = {
  submit: [{ with: { times: 4 } }],
  follow: [{ with: { times: 4 } }],
  cancel: [{ with: { times: 4 } }],
} as const;

/** What each fault does at each point. A text says why it makes no sense there. */
const strikes: Readonly<Record<FaultName, Readonly<Record<Place, readonly Strike[] | string>>>> = {
  refuseConnection: {
    submit: [{ with: { after: 'follow', delayMs: 1_200 } }],
    follow: [{ with: { after: 'submit', delayMs: 1_200 } }],
    cancel: [{ with: { delayMs: 1_200 } }, { with: { after: 'cancel', delayMs: 1_200 } }],
  },
  dropBeforeAccept: { ...oncePerPlace, submit: [{ end: 'neverSent' }] },
  acceptThenDropReply: oncePerPlace,
  acceptThen5xx: { ...oncePerPlace, submit: [{}, { with: { status: 503 } }] },
  acceptLate: {
    submit: [{ with: { delayMs: beyondTimeOutMs } }],
    follow: [{ with: { delayMs: 700 } }],
    cancel: [{ with: { delayMs: 700 } }],
  },
  slow: {
    submit: [{ with: { delayMs: beyondTimeOutMs } }],
    follow: [{ with: { delayMs: 700 } }],
    cancel: [{ with: { delayMs: 700 } }],
  },
  tooManyRequests: { submit: [{}], follow: [{}], cancel: [{}] },
  malformedBody: {
    ...oncePerPlace,
    submit: [{}, { with: { accepts: false }, end: 'neverSent' }, { with: { status: 429 } }],
    cancel: [{}, { with: { accepts: false } }],
  },
  htmlBody: {
    ...oncePerPlace,
    submit: [{ end: 'neverSent' }, { with: { accepts: true } }, { with: { accepts: true, status: 403 } }],
  },
  unknownCode: { ...oncePerPlace, submit: [{ end: 'neverSent' }, { with: { accepts: true } }] },
  insufficientFundsLocked: {
    submit: [{}],
    follow: 'a read spends nothing; otherwise it is acceptThenDropReply',
    cancel: 'a cancel spends nothing; otherwise it is acceptThenDropReply',
  },
  unknownStatus: fewReads,
  statusFlapping: {
    submit: [{ with: { times: 7 } }],
    follow: [{ with: { times: 7 } }],
    cancel: [{ with: { times: 7 } }],
  },
  historyLag: {
    submit: [{ with: { delayMs: 700 } }],
    follow: [{ with: { delayMs: 1_200 } }],
    cancel: 'the lag counts from acceptance: by the time of a cancel it is over',
  },
  recordMissing: {
    submit: [{ with: { delayMs: 700 } }],
    follow: [{ with: { delayMs: 1_500 } }, { with: { times: 4 } }],
    cancel: [{ with: { delayMs: 1_500 } }],
  },
  duplicatePage: fewReads,
  feeNullWhilePending: {
    submit: [{ with: { times: 1, delayMs: 1_000 } }],
    follow: [{ with: { times: 1, delayMs: 1_000 } }],
    cancel: [{ with: { times: 1, delayMs: 5_000 } }],
  },
  cancelLosesRace: { submit: [{}], follow: 'a read loses no race', cancel: [{ end: 'delivered' }] },
};

const faultsOfRecords: ReadonlySet<FaultName> = new Set([
  'unknownStatus',
  'statusFlapping',
  'historyLag',
  'recordMissing',
  'duplicatePage',
  'feeNullWhilePending',
]);

/** These strike everybody at the exchange, or are spoilt by other reads. Each is staged while nobody else is there. */
const lonely: ReadonlySet<FaultName> = new Set(['refuseConnection', 'insufficientFundsLocked', 'statusFlapping']);

const places: readonly Place[] = ['submit', 'follow', 'cancel'];
const cells = faultNames.flatMap((name) => places.map((place) => ({ name, place, strikes: strikes[name][place] })));

export const skippedCells = cells
  .filter((cell) => typeof cell.strikes === 'string')
  .map(({ name, place }) => `${name} on ${place}`);

const rows = cells.flatMap(({ name, place, strikes }) =>
  typeof strikes === 'string' ? [] : strikes.map((strike) => toRow(name, place, strike)),
);
export const sharedRows: readonly Row[] = rows.filter((row) => !lonely.has(row.name));
export const lonelyRows: readonly Row[] = rows.filter(
  (row) => lonely.has(row.name) && row.name !== 'insufficientFundsLocked',
);

function toRow(name: FaultName, place: Place, strike: Strike): Row {
  const { with: form = {}, end = usualEnd[place] } = strike;
  const losesReply = place === 'submit' && faultsOfRecords.has(name);
  const cancels = place === 'cancel' || name === 'cancelLosesRace';
  const path = [
    'SUBMITTING',
    end === 'neverSent' ? 'NEEDS_REVIEW' : 'FOLLOWING',
    ...(cancels ? ['CANCELLING'] : []),
    'SETTLED',
  ].join(' → ');
  const formText = Object.keys(form).length === 0 ? '' : ` ${JSON.stringify(form)}`;
  return {
    name,
    place,
    form,
    end,
    losesReply,
    cancels,
    path,
    title: `${path} (${end}; ${name}${formText} on ${place}${losesReply ? ', its reply lost' : ''})`,
  };
}
