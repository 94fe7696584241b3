import { Refusal } from '../refusal.ts';

// Errors come with HTTP 200 and a code in the envelope, except where noted.
const refusal = (code: number, message: string, httpStatus = 200) => new Refusal({ httpStatus, code, message });

/** Bitunix's documented codes. Those for withdrawals are not public: the general ones stand in. */
export const refusals = {
  keyMissing: refusal(10003, 'api-key is empty'),
  unknownKey: refusal(100004, 'api-key not found'),
  badSignature: refusal(100005, 'signature error'),
  expired: refusal(100008, 'request expired'),
  nonceUsed: refusal(100008, 'request expired: nonce was used before'),
  noPermission: refusal(403, 'the api-key has no permission for this'),
  badParameter: (why: string) => refusal(2, `parameter error: ${why}`),
  missing: (name: string) => refusal(10002, `${name} is missing`),
  valueRule: (why: string) => refusal(70003, why),
  insufficientFunds: refusal(20003, 'insufficient balance'),
  insufficientTransfer: refusal(40008, 'insufficient transfer balance'),
  noSuchUser: refusal(10016, 'user does not exist'),
  noRoute: refusal(404, 'no such endpoint', 404),
  internal: (httpStatus: number) => refusal(10001, 'network error', httpStatus),
  tooMany: (retryAfterSeconds: number) =>
    new Refusal({ httpStatus: 429, code: 10006, message: 'too many requests', retryAfterSeconds }),
  unknownCode: (httpStatus: number | undefined) => refusal(987654, 'unexpected condition', httpStatus ?? 200),
};
