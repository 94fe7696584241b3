import { Refusal } from '../refusal.ts';

const refusal = (httpStatus: number, code: number, message: string) => new Refusal({ httpStatus, code, message });

/** BigONE's documented codes, with their HTTP statuses. */
export const refusals = {
  badHeader: refusal(400, 40107, 'invalid authorization header'),
  badJwt: (why: string) => refusal(401, 40004, `invalid jwt: ${why}`),
  unknownKey: refusal(401, 40106, 'invalid token'),
  noPermission: refusal(403, 10403, 'permission denied'),
  badParameter: (why: string) => refusal(400, 10007, `parameter error: ${why}`),
  notFound: refusal(404, 10013, 'resource not found'),
  insufficientFunds: refusal(400, 10014, 'insufficient funds'),
  alreadyRequested: refusal(400, 40302, 'already requested'),
  internal: (httpStatus: number) => refusal(httpStatus, 10005, 'internal error'),
  noRoute: refusal(404, 10013, 'no such endpoint'),
  tooMany: (retryAfterSeconds: number) =>
    new Refusal({ httpStatus: 429, code: 10429, message: 'too many requests', retryAfterSeconds }),
  unknownCode: (httpStatus: number | undefined) => refusal(httpStatus ?? 400, 99999, 'unexpected condition'),
};
