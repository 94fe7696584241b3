/**
 * How far the exchange's clock may differ from ours, ms. Every time window that is read from the exchange is widened by
 * this much, so that a difference of clocks hides no record.
 */
export const clockMarginMs = 15 * 60_000;
