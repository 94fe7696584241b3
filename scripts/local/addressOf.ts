import { createHash } from 'node:crypto';

import { checksumAddress } from '../../exchanges/edgex/signing/checksumAddress.ts';

/** An EVM address that belongs to nobody, another for each withdrawal. With checksum, as some exchanges store it. */
export function addressOf(withdrawalId: string): string {
  return checksumAddress(`0x${createHash('sha256').update(withdrawalId).digest('hex').slice(0, 40)}`);
}
