/** Every way an exchange call can fail, as a closed list; each table over it must decide them all. */
export const failureReasons = [
  'insufficientFunds',
  'addressNotAllowed',
  'amountRefused',
  'parameterRefused',
  'assetSuspended',
  'accountRestricted',
  'permissionDenied',
  'authRefused',
  'duplicateClientId',
  'refusedByExchange',
  'rateLimited',
  'nonceRefused',
  'clockSkew',
  'unreachable',
  'notFound',
  'unreadableAnswer',
  'noAnswer',
  'unknownCode',
] as const;

export type FailureReason = (typeof failureReasons)[number];

/**
 * What a failure means when it answers a submit. `rejected` and `notSent` only where the adapter's table
 * lists the code.
 */
export type SubmitMeaning = 'rejected' | 'notSent' | 'unknown';

/** What to do when it answers a read: try again, or stop because trying again cannot help until a person acts. */
export type ReadMeaning = 'retry' | 'answer' | 'person';

export type FailureDecision = { readonly onSubmit: SubmitMeaning; readonly onRead: ReadMeaning };

/** The policy, one row per reason. Unknown never decays into failed. */
export const failureDecisions: Readonly<Record<FailureReason, FailureDecision>> = {
  insufficientFunds: { onSubmit: 'rejected', onRead: 'person' },
  addressNotAllowed: { onSubmit: 'rejected', onRead: 'person' },
  amountRefused: { onSubmit: 'rejected', onRead: 'person' },
  parameterRefused: { onSubmit: 'rejected', onRead: 'person' },
  assetSuspended: { onSubmit: 'rejected', onRead: 'person' },
  accountRestricted: { onSubmit: 'rejected', onRead: 'person' },
  permissionDenied: { onSubmit: 'rejected', onRead: 'person' },
  authRefused: { onSubmit: 'rejected', onRead: 'person' },
  // The id is ours, so somebody sent it before: only a look-up can tell what became of that.
  duplicateClientId: { onSubmit: 'unknown', onRead: 'person' },
  refusedByExchange: { onSubmit: 'rejected', onRead: 'person' },
  rateLimited: { onSubmit: 'notSent', onRead: 'retry' },
  nonceRefused: { onSubmit: 'notSent', onRead: 'retry' },
  clockSkew: { onSubmit: 'notSent', onRead: 'retry' },
  // Only where the socket proves that no byte went out.
  unreachable: { onSubmit: 'notSent', onRead: 'retry' },
  notFound: { onSubmit: 'unknown', onRead: 'answer' },
  unreadableAnswer: { onSubmit: 'unknown', onRead: 'retry' },
  noAnswer: { onSubmit: 'unknown', onRead: 'retry' },
  unknownCode: { onSubmit: 'unknown', onRead: 'retry' },
};
