/** Every reason why a call of an exchange can fail. Tables over this list must have a row for each. */
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

/** What a failed submit came to. `rejected` and `notSent` need a code that the adapter's table lists. */
export type SubmitMeaning = 'rejected' | 'notSent' | 'unknown';

/**
 * What to do after a failed read. `answer`: the failure is the answer. `person`: a retry helps only once a person has
 * acted.
 */
export type ReadMeaning = 'retry' | 'answer' | 'person';

export type FailureDecision = { readonly onSubmit: SubmitMeaning; readonly onRead: ReadMeaning };

/** What each reason means. An unknown outcome never becomes a failure by itself. */
export const failureDecisions: Readonly<Record<FailureReason, FailureDecision>> = {
  insufficientFunds: { onSubmit: 'rejected', onRead: 'person' },
  addressNotAllowed: { onSubmit: 'rejected', onRead: 'person' },
  amountRefused: { onSubmit: 'rejected', onRead: 'person' },
  parameterRefused: { onSubmit: 'rejected', onRead: 'person' },
  assetSuspended: { onSubmit: 'rejected', onRead: 'person' },
  accountRestricted: { onSubmit: 'rejected', onRead: 'person' },
  permissionDenied: { onSubmit: 'rejected', onRead: 'person' },
  authRefused: { onSubmit: 'rejected', onRead: 'person' },
  // Only we use this id, so it was sent before. Only a look-up shows what became of that.
  duplicateClientId: { onSubmit: 'unknown', onRead: 'person' },
  refusedByExchange: { onSubmit: 'rejected', onRead: 'person' },
  rateLimited: { onSubmit: 'notSent', onRead: 'retry' },
  nonceRefused: { onSubmit: 'notSent', onRead: 'retry' },
  clockSkew: { onSubmit: 'notSent', onRead: 'retry' },
  // Given only when the socket proves that no byte was sent.
  unreachable: { onSubmit: 'notSent', onRead: 'retry' },
  notFound: { onSubmit: 'unknown', onRead: 'answer' },
  unreadableAnswer: { onSubmit: 'unknown', onRead: 'retry' },
  noAnswer: { onSubmit: 'unknown', onRead: 'retry' },
  unknownCode: { onSubmit: 'unknown', onRead: 'retry' },
};
