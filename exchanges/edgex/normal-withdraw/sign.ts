import { l2Signature, withdrawalHash } from '../signing/l2Signature.ts';
import type { L2Withdrawal } from '../signing/l2Signature.ts';

const errorContext = { adapter: 'edgex-normal-withdraw', endpoint: 'POST /api/v1/private/assets/createNormalWithdraw' };

/**
 * The L2 signature of a normal withdrawal, 128 hex digits. Same fields, same signature. Throws ExchangeError,
 * RangeError. Source: MAPPING §3.
 */
export function signNormalWithdraw(fields: L2Withdrawal, l2PrivateKey: string): string {
  return l2Signature(withdrawalHash(fields), l2PrivateKey, errorContext);
}
