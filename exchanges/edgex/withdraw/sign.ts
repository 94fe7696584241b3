import { l2Signature, withdrawalHash } from '../signing/l2Signature.ts';
import type { L2Withdrawal } from '../signing/l2Signature.ts';

const errorContext = { adapter: 'edgex-withdraw', endpoint: 'POST /api/v1/private/withdraw/createWithdraw' };

/**
 * The L2 signature of a withdrawal, 128 hex digits: taken to be that of a normal withdrawal, for the fields
 * are the same (MAPPING §3). Same fields, same signature. Throws ExchangeError, RangeError.
 */
export function signWithdraw(fields: L2Withdrawal, l2PrivateKey: string): string {
  return l2Signature(withdrawalHash(fields), l2PrivateKey, errorContext);
}
