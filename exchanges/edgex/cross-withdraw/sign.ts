import { l2Signature, transferHash } from '../signing/l2Signature.ts';
import type { L2Transfer } from '../signing/l2Signature.ts';

const errorContext = { adapter: 'edgex-cross-withdraw', endpoint: 'POST /api/v1/private/assets/createCrossWithdraw' };

/**
 * The L2 signature of a cross withdrawal: that of a transfer to the liquidity provider, 128 hex digits. The
 * fee is not in it. Same fields, same signature. Throws ExchangeError, RangeError. Source: MAPPING §3.
 */
export function signCrossWithdraw(fields: L2Transfer, l2PrivateKey: string): string {
  return l2Signature(transferHash(fields), l2PrivateKey, errorContext);
}
