import type { WithdrawalRecord } from '../../domain/withdrawal.ts';

/** True unless the record was surely created outside [fromMs, toMs]; `toMs` null is no bound. Pure. */
export function isWithin(record: WithdrawalRecord, fromMs: number, toMs: number | null): boolean {
  const { createdAtMs } = record;
  if (createdAtMs === null) return true;
  return createdAtMs >= fromMs && (toMs === null || createdAtMs <= toMs);
}
