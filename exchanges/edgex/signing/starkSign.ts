import { bytesToHex } from '@noble/hashes/utils.js';
import { getPublicKey, sign, verify } from '@scure/starknet';

/** Order of the Stark curve. */
export const curveOrder = 0x0800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;

/** The curve cannot sign this hash: 2^251 and more, which happens once in about 2^55 hashes. Nothing was sent. */
export class UnsignableHashError extends Error {
  constructor() {
    super('the hash cannot be signed on the Stark curve');
    this.name = 'UnsignableHashError';
  }
}

/**
 * Signs a hash as it is, without hashing or reducing it again: r and s, 64 hex digits each. Same hash and key, same
 * signature (RFC 6979). Throws UnsignableHashError; no error of the library, which could hold the key, gets out.
 */
export function starkSign(hash: bigint, privateKey: string): string {
  try {
    const { r, s } = sign(toHex(hash), withoutPrefix(privateKey));
    return to64Hex(r) + to64Hex(s);
  } catch {
    throw new UnsignableHashError();
  }
}

/** True if the signature is that of the key whose public X this is; both points with that X are tried. */
export function starkVerify(signature: string, hash: bigint, publicKeyX: string): boolean {
  const x = BigInt(publicKeyX).toString(16).padStart(64, '0');
  return ['02', '03'].some((prefix) => {
    try {
      return verify(signature, toHex(hash), prefix + x, { format: 'compact' });
    } catch {
      return false;
    }
  });
}

/** X and Y of the public key, 64 hex digits each. */
export function starkPublicKey(privateKey: string): { readonly x: string; readonly y: string } {
  const hex = bytesToHex(getPublicKey(withoutPrefix(privateKey), false));
  return { x: hex.slice(2, 66), y: hex.slice(66, 130) };
}

export function to64Hex(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

/** The library takes hex text alone. */
function toHex(hash: bigint): string {
  return `0x${hash.toString(16)}`;
}

function withoutPrefix(key: string): string {
  return key.replace(/^0x/i, '');
}
