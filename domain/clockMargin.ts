/**
 * How far the exchange's clock may be from ours before a record's time is trusted to tell old from new, ms: bounds of
 * every window that is read reach this much further.
 */
export const clockMarginMs = 15 * 60_000;
