import { createHash } from 'node:crypto';

import { checksumAddress } from '../../exchanges/edgex/signing/checksumAddress.ts';
import type { DemoPath } from './demoPath.ts';

/** The withdrawal id of a path; `index` is its place in the list. */
export function withdrawalIdOf(path: DemoPath, index: number): string {
  return `demo-${String(index + 1).padStart(2, '0')}-${path.account.replace('/', '-')}`;
}

/** An EVM address that belongs to nobody, different for each withdrawal. With checksum, as some exchanges store it. */
export function addressOf(withdrawalId: string): string {
  return checksumAddress(`0x${createHash('sha256').update(withdrawalId).digest('hex').slice(0, 40)}`);
}
