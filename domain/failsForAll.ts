import type { FailureReason } from './failure.ts';

/**
 * Reads that fail for these fail for every withdrawal of the account: asking for another one would end the
 * same way.
 */
export const failsForAll: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'accountRestricted',
  'permissionDenied',
  'authRefused',
  'rateLimited',
  'nonceRefused',
  'clockSkew',
  'unreachable',
]);
