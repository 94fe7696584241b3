import type { FailureReason } from '../../domain/failure.ts';
import { ExchangeError } from '../errors.ts';

/** MAPPING §5; what is missing here is unknown, on purpose. `readBtseEnvelope` adds ` nonce` to a code. */
export const btseFailures: Readonly<Record<string, FailureReason>> = {
  '3506': 'amountRefused',
  '-2': 'parameterRefused',
  '400': 'parameterRefused',
  '11000001': 'parameterRefused',
  '8': 'insufficientFunds',
  '51523': 'insufficientFunds',
  '401': 'authRefused',
  '10002': 'authRefused',
  '-7': 'authRefused',
  '401 nonce': 'nonceRefused',
  '10002 nonce': 'nonceRefused',
  '-7 nonce': 'nonceRefused',
  '403': 'permissionDenied',
  '451': 'accountRestricted',
  '404': 'refusedByExchange',
  '405': 'refusedByExchange',
  '303': 'rateLimited',
  '429': 'rateLimited',
  'HTTP 429': 'rateLimited',
};

/**
 * The same failure, but unknown where HTTP status and body contradict each other (MAPPING §5): *too often* counts as
 * not carried out only with HTTP 429, HTTP 429 means nothing else, and HTTP 408 proves nothing. For submits. Pure.
 */
export function withoutContradiction(error: ExchangeError): ExchangeError {
  const isTooOften = error.reason === 'rateLimited';
  if (error.httpStatus !== 408 && isTooOften === (error.httpStatus === 429)) return error;
  const { adapter, endpoint, httpStatus, wireCode } = error;
  return new ExchangeError({
    reason: 'unknownCode',
    adapter,
    endpoint,
    httpStatus: httpStatus ?? undefined,
    wireCode: wireCode ?? undefined,
    note: 'HTTP status and body contradict each other',
  });
}
