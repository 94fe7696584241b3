import { createHmac } from 'node:crypto';

import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { curveOrder, starkPublicKey, starkSign } from './starkSign.ts';

export type SignedParts = {
  /** Unix milliseconds, decimal. */
  readonly timestamp: string;
  readonly method: 'GET' | 'POST';
  /** Without host and query, from `/api/` on. */
  readonly path: string;
  /** What `flattenQuery` or `flattenBody` makes; empty without either. */
  readonly tail: string;
};

/** What is signed: the parts with nothing between. Pure. Source: authentication page (MAPPING §2). */
export function edgexMessage({ timestamp, method, path, tail }: SignedParts): string {
  return timestamp + method + path + tail;
}

/** Keccak-256 (not SHA3-256) of the message as a number, reduced by the curve's order. Pure. */
export function edgexMessageHash(message: string): bigint {
  return BigInt(`0x${bytesToHex(keccak_256(utf8ToBytes(message)))}`) % curveOrder;
}

export type StarkHeadersInput = SignedParts & {
  /** Hex. */
  readonly l2PrivateKey: string;
  /**
   * Appends the public key's Y as a third part, 192 digits in all: official sources contradict each other
   * (MAPPING §2).
   */
  readonly withPublicKeyY: boolean;
};

/**
 * The two headers of a request. Same parts and key, same headers. Throws UnsignableHashError: sign again with
 * another time.
 */
export function starkHeaders(input: StarkHeadersInput): Readonly<Record<string, string>> {
  const signature = starkSign(edgexMessageHash(edgexMessage(input)), input.l2PrivateKey);
  const third = input.withPublicKeyY ? starkPublicKey(input.l2PrivateKey).y : '';
  return { 'X-edgeX-Api-Timestamp': input.timestamp, 'X-edgeX-Api-Signature': signature + third };
}

export type HmacKey = { readonly apiKey: string; readonly apiSecret: string; readonly passphrase: string };

/**
 * The four headers that the vendor's web code sends with calls of the `assets` group: HMAC-SHA256 under the base64 text
 * of the secret. Pure. Source: MAPPING §2.
 */
export function hmacHeaders(input: SignedParts & HmacKey): Readonly<Record<string, string>> {
  const key = Buffer.from(input.apiSecret, 'utf8').toString('base64');
  return {
    'X-edgeX-Api-Key': input.apiKey,
    'X-edgeX-Passphrase': input.passphrase,
    'X-edgeX-Timestamp': input.timestamp,
    'X-edgeX-Signature': createHmac('sha256', key).update(edgexMessage(input), 'utf8').digest('hex'),
  };
}
