import { Refusal } from '../refusal.ts';

const refusal = (httpStatus: number, code: number, message: string) => new Refusal({ httpStatus, code, message });

/** BTSE's codes, where any are known: those for bad addresses are not public, so the general one stands in. */
export const refusals = {
  badKey: refusal(401, 10002, 'Authenticate failed'),
  badSignature: refusal(401, -7, 'Signature verification failed'),
  badNonce: refusal(401, 10002, 'Invalid nonce'),
  noPermission: refusal(403, 403, 'Operation not permitted by this key'),
  badParameter: (why: string) => refusal(400, 400, `BADREQUEST: ${why}`),
  badAmount: (why: string) => refusal(400, 3506, `Invalid withdraw amount: ${why}`),
  insufficientFunds: refusal(400, 51523, 'Insufficient balance'),
  unusedAddress: (address: string) => refusal(400, 400, `BADREQUEST: an unused address exists: ${address}`),
  noRoute: refusal(404, 404, 'Not Found'),
  internal: (httpStatus: number) => refusal(httpStatus, 500, 'Internal error'),
  tooMany: (retryAfterSeconds: number) =>
    new Refusal({ httpStatus: 429, code: 429, message: 'Too many requests', retryAfterSeconds }),
  unknownCode: (httpStatus: number | undefined) => refusal(httpStatus ?? 400, 987_654, 'unexpected condition'),
};
