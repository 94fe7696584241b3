import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { base58, base58xrp, bech32, bech32m, createBase58check } from '@scure/base';

import type { AddressFamily } from './assetRules.ts';

type Rule = { readonly expected: string; readonly matches: (address: string) => boolean };

const base58check = createBase58check(sha256);

/** Checks the checksum too, where the family has one: money sent to a mistyped address is lost. */
const rules: Readonly<Record<AddressFamily, Rule>> = {
  evm: { expected: 'an EVM address: 0x and 40 hex digits, with a right checksum if in mixed case', matches: isEvm },
  bitcoin: {
    expected: 'a Bitcoin address (1…, 3… or bc1…) with a right checksum',
    matches: (a) => isBase58Check(a, [0x00, 0x05]) || isBech32(a, 'bc'),
  },
  litecoin: {
    expected: 'a Litecoin address (L…, M…, 3… or ltc1…) with a right checksum',
    matches: (a) => isBase58Check(a, [0x30, 0x32, 0x05]) || isBech32(a, 'ltc'),
  },
  dogecoin: {
    expected: 'a Dogecoin address (D… or A…) with a right checksum',
    matches: (a) => isBase58Check(a, [0x1e, 0x16]),
  },
  tron: {
    expected: 'a Tron address: T and 33 more characters with a right checksum',
    matches: (a) => isBase58Check(a, [0x41]),
  },
  ripple: {
    expected: 'an XRP Ledger address: r and 24 to 34 more characters with a right checksum',
    matches: isRipple,
  },
  solana: {
    expected: 'a Solana address: base58 of 32 bytes',
    matches: (a) => decoded(() => base58.decode(a))?.length === 32,
  },
  eos: {
    expected: 'an EOS account: 1 to 12 characters of a-z 1-5 and dots',
    matches: (a) => /^[a-z1-5.]{1,12}$/.test(a),
  },
};

/** Null when the text has the form of an address of this family; otherwise a description of that form. */
export function addressProblem(family: AddressFamily, address: string): string | null {
  return rules[family].matches(address) ? null : rules[family].expected;
}

function isEvm(address: string): boolean {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return false;
  const digits = address.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true;
  // EIP-55: a letter is upper case where the hash of the lower-case address has a high nibble.
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits.toLowerCase())));
  return digits
    .split('')
    .every((digit, i) =>
      Number.parseInt(hash[i] ?? '0', 16) >= 8 ? digit === digit.toUpperCase() : digit === digit.toLowerCase(),
    );
}

function isBase58Check(address: string, versions: readonly number[]): boolean {
  const bytes = decoded(() => base58check.decode(address));
  return bytes !== null && bytes.length === 21 && versions.includes(bytes[0] ?? -1);
}

/** BIP-173 for witness version 0, BIP-350 (another checksum) for later ones. */
function isBech32(address: string, prefix: string): boolean {
  return [bech32, bech32m].some((codec, later) => {
    const words = decoded(() => {
      const result = codec.decode(address as `${string}1${string}`, 90);
      return result.prefix === prefix ? result.words : null;
    });
    return (
      words !== null && (words[0] === 0) === (later === 0) && decoded(() => codec.fromWords(words.slice(1))) !== null
    );
  });
}

function isRipple(address: string): boolean {
  const bytes = decoded(() => base58xrp.decode(address));
  if (bytes === null || bytes.length !== 25 || bytes[0] !== 0x00) return false;
  const checksum = sha256(sha256(bytes.slice(0, 21))).slice(0, 4);
  return checksum.every((byte, i) => byte === bytes[21 + i]);
}

/** What `decode` returns, or null when it throws because the text is not in its encoding. */
function decoded<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
