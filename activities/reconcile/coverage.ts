/** How much time complete reads have covered; kept in heartbeat details from attempt to attempt. Plain data. */
export type Coverage = {
  readonly coveredMs: number;
  /** Begin of the last complete read that counts, Unix ms. */ readonly lastBeganMs: number | null;
};

export const noCoverage: Coverage = { coveredMs: 0, lastBeganMs: null };

/**
 * Adds a complete read. Only time between two such reads counts, a gap at most as two intervals, and none before the
 * last moment at which it may have been sent: a read begun earlier proves nothing about what came after it.
 */
export function covered(
  before: Coverage,
  read: { readonly beganMs: number; readonly lastPossibleSendMs: number; readonly intervalMs: number },
): Coverage {
  if (read.beganMs <= read.lastPossibleSendMs) return before;
  if (before.lastBeganMs === null) return { coveredMs: before.coveredMs, lastBeganMs: read.beganMs };
  const gapMs = Math.max(0, Math.min(read.beganMs - before.lastBeganMs, 2 * read.intervalMs));
  return { coveredMs: before.coveredMs + gapMs, lastBeganMs: read.beganMs };
}

/** Reads heartbeat details of an earlier attempt; anything else counts as nothing covered. */
export function parseCoverage(details: unknown): Coverage {
  if (typeof details !== 'object' || details === null) return noCoverage;
  const { coveredMs, lastBeganMs } = details as Partial<Record<keyof Coverage, unknown>>;
  if (typeof coveredMs !== 'number' || !(coveredMs >= 0)) return noCoverage;
  return { coveredMs, lastBeganMs: typeof lastBeganMs === 'number' ? lastBeganMs : null };
}
