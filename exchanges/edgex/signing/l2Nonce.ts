import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The nonce of an L2 signature: the first 32 bits of SHA-256 over our client id. Pure. Two client ids may share one
 * (MAPPING §6). Source: `l2Nonce`, "First 32 bits of sha256(client_withdraw_id)".
 */
export function l2Nonce(clientId: string): bigint {
  return BigInt(`0x${bytesToHex(sha256(utf8ToBytes(clientId))).slice(0, 8)}`);
}
