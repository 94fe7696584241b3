import type { FailureReason } from './failure.ts';

/** Why a read fails for every withdrawal of the account alike, so that asking for another one is of no use. */
export const failsForAll: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'accountRestricted',
  'permissionDenied',
  'authRefused',
  'rateLimited',
  'nonceRefused',
  'clockSkew',
  'unreachable',
]);
