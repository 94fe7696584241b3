/** The longest that a Retry-After is believed. */
export const longestRetryAfterMs = 15 * 60_000;

/**
 * Reads a Retry-After header, seconds or HTTP date, into milliseconds from `nowMs`; null when absent or
 * unreadable. At most 15 min.
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, longestRetryAfterMs);
  const dateMs = readHttpDate(text);
  return dateMs === null ? null : Math.min(Math.max(0, dateMs - nowMs), longestRetryAfterMs);
}

/** Reads an HTTP date such as `Wed, 09 Apr 2025 07:54:54 GMT` into Unix milliseconds; null for anything else. */
export function readHttpDate(header: string | undefined): number | null {
  if (header === undefined || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(header))
    return null;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : atMs;
}
