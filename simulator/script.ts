import { check, type Check } from './check.ts';
import type { ScriptStatus } from './ledger.ts';

/** One step of a withdrawal's life, counted from its acceptance. */
export type ScriptStep = { afterMs: number; status: ScriptStatus };

const names = ['pending', 'verification', 'broadcast', 'completed', 'failed', 'cancelled'] as const;
const rawStatus = check.object<{ raw: string }>({ raw: check.text }, ['raw']);

/** A status by name, or `{ "raw": "…" }` to show that text verbatim. */
export const parseStatus: Check<ScriptStatus> = (value, field) =>
  typeof value === 'object' && value !== null ? rawStatus(value, field) : check.oneOf(names)(value, field);

export const parseScript: Check<ScriptStep[]> = check.list(
  check.object<ScriptStep>({ afterMs: check.count, status: parseStatus }, ['afterMs', 'status']),
);

/** Nothing follows: the exchange's script never moves such a withdrawal again. */
export function isFinal(status: ScriptStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

export const defaultScript: readonly ScriptStep[] = [
  { afterMs: 300, status: 'broadcast' },
  { afterMs: 600, status: 'completed' },
];
