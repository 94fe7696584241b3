import { Refusal } from '../refusal.ts';

/** edgeX's codes are words. */
export class EdgexRefusal extends Refusal {
  readonly word: string;

  constructor(httpStatus: number, word: string, message: string, retryAfterSeconds?: number) {
    super({ httpStatus, code: 0, message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
    this.word = word;
  }
}

const refusal = (httpStatus: number, word: string, message: string) => new EdgexRefusal(httpStatus, word, message);

/** The few codes that are known, and invented ones where none is: those are marked by the word STAGED. */
export const refusals = {
  headerMissing: (name: string) => refusal(400, 'GATEWAY_HEADER_REQUIRED', `${name} is required`),
  badKey: refusal(401, 'INVALID_API_KEY', 'api key or signature is not valid'),
  unknownAccount: refusal(403, 'ACCOUNT_ID_WHITELIST_ERROR', 'account is not on the whitelist'),
  noPermission: refusal(403, 'ACCOUNT_ID_WHITELIST_ERROR', 'account is not on the whitelist for withdrawals'),
  badParameter: (why: string) => refusal(400, 'GATEWAY_PARAM_INVALID', why),
  badPageSize: refusal(400, 'INVALID_GET_PAGE_SIZE', 'size must be above 0 and at most 100'),
  expired: refusal(400, 'STAGED_TIMESTAMP_EXPIRED', 'timestamp is too far from the server time'),
  badL2Signature: refusal(200, 'STAGED_L2_SIGNATURE_INVALID', 'l2Signature does not fit the order'),
  nonceUsed: refusal(200, 'STAGED_L2_NONCE_USED', 'another order has this l2Nonce'),
  clientIdUsed: refusal(200, 'STAGED_CLIENT_ID_USED', 'client id was used before'),
  insufficientFunds: refusal(200, 'STAGED_BALANCE_NOT_ENOUGH', 'balance is not enough'),
  noRoute: refusal(404, 'STAGED_NO_SUCH_ENDPOINT', 'no such endpoint'),
  internal: (httpStatus: number) => refusal(httpStatus, 'STAGED_SYSTEM_ERROR', 'system error'),
  tooMany: (retryAfterSeconds: number) =>
    new EdgexRefusal(429, 'STAGED_TOO_MANY_REQUESTS', 'too many requests', retryAfterSeconds),
  unknownCode: (httpStatus: number | undefined) =>
    refusal(httpStatus ?? 200, 'STAGED_UNEXPECTED_CONDITION', 'unexpected condition'),
};
