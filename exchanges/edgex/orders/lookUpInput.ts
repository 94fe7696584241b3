import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import type { EdgexCore } from '../core.ts';

const dayMs = 24 * 3_600_000;

/** Throws ExchangeError where there is no id of ours to look for. */
export function requireClientId(
  core: EdgexCore,
  { clientWithdrawalId }: Pick<SubmitIntent, 'clientWithdrawalId'>,
): string {
  if (clientWithdrawalId !== null) return clientWithdrawalId;
  throw new ExchangeError({
    reason: 'parameterRefused',
    adapter: core.adapter,
    endpoint: 'look-up',
    note: 'no clientWithdrawalId to look for',
  });
}

/**
 * Where a walk through the orders begins, Unix milliseconds. An intent that was never frozen (a probe's) is looked for
 * in the last 24 hours.
 */
export function notBeforeOf(core: EdgexCore, { frozen }: Pick<SubmitIntent, 'frozen'>): number {
  const text = frozen['createdNotBefore'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : core.nowMs() - dayMs;
}
