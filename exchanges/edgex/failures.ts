import type { FailureReason } from '../../domain/failure.ts';

/** MAPPING §5. The exchange publishes no list: these few are known, all else is unknown, on purpose. */
export const edgexFailures: Readonly<Record<string, FailureReason>> = {
  INVALID_API_KEY: 'authRefused',
  GATEWAY_HEADER_REQUIRED: 'authRefused',
  ACCOUNT_ID_WHITELIST_ERROR: 'permissionDenied',
  GATEWAY_PARAM_INVALID: 'parameterRefused',
  INVALID_GET_PAGE_SIZE: 'parameterRefused',
  'HTTP 429': 'rateLimited',
};
