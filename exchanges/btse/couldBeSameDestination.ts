import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { canonicalAddress } from '../reads/canonicalAddress.ts';

/**
 * False only where the record plainly shows another asset, network or address. What it does not show, shortens or
 * writes in another form could be ours, which must never be overlooked (MAPPING §6). Pure.
 */
export function couldBeSameDestination(
  record: WithdrawalRecord,
  intent: Pick<SubmitIntent, 'asset' | 'network'> & Partial<Pick<SubmitIntent, 'address'>>,
): boolean {
  if (record.asset !== intent.asset) return false;
  if (record.network !== null && record.network.toLowerCase() !== intent.network.toLowerCase()) return false;
  return record.address === null || intent.address === undefined || !isPlainlyAnother(record.address, intent.address);
}

/** Two whole addresses of one form: same length, same beginning, nothing but letters and digits, and yet different. */
function isPlainlyAnother(shown: string, asked: string): boolean {
  const isWhole = /^[A-Za-z0-9]+$/.test(shown) && shown.length === asked.length && shown[0] === asked[0];
  return isWhole && canonicalAddress(shown) !== canonicalAddress(asked);
}
