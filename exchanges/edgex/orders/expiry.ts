import { ExchangeError } from '../../errors.ts';

const hourMs = 3_600_000;
const validForMs = 14 * 24 * hourMs;
/** The documents demand 24 h when the order is created; one hour more allows for clocks and queues. */
const leastLeftMs = 25 * hourMs;

/** When a signature made now expires: 14 days on, rounded down to a whole hour, as text in Unix milliseconds. Pure. */
export function expireTimeFrom(nowMs: number): string {
  return String(Math.floor((nowMs + validForMs) / hourMs) * hourMs);
}

/** Throws ExchangeError if less than 25 h are left: our refusal, with nothing sent (MAPPING §6 says why). */
export function checkExpiry(
  expireTime: string,
  nowMs: number,
  errorContext: { readonly adapter: string; readonly endpoint: string },
): void {
  if (Number(expireTime) - nowMs >= leastLeftMs) return;
  throw new ExchangeError({
    ...errorContext,
    reason: 'parameterRefused',
    note: 'not sent: less than 25 hours are left until its frozen expiry',
  });
}
