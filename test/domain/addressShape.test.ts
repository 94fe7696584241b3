import { describe, expect, test } from '@jest/globals';

import { addressProblem } from '../../domain/addressShape.ts';
import type { AddressFamily } from '../../domain/assetRules.ts';

const addresses: readonly (readonly [AddressFamily, string])[] = [
  ['tron', 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU'],
  ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['evm', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['evm', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
  ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['bitcoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['bitcoin', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ['ripple', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh'],
  ['dogecoin', 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L'],
  ['solana', 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'],
];

describe('addressProblem', () => {
  test.each(addresses)('behavior: a %s address %s is accepted', (family, address) => {
    expect(addressProblem(family, address)).toBeNull();
  });

  test.each(addresses.filter(([family]) => family !== 'solana'))(
    'error: a %s address %s with one character changed is refused',
    (family, address) => {
      const wrong = address.slice(0, -1) + (address.endsWith('2') ? '3' : '2');
      // Without mixed case an EVM address has no checksum: only its alphabet can be judged.
      const checkable = family !== 'evm' || address !== address.toLowerCase();
      expect(addressProblem(family, checkable ? wrong : address.replace('0x', ''))).not.toBeNull();
    },
  );

  test('error: an address of another chain is refused by every family', () => {
    for (const [family] of addresses) {
      for (const [other, address] of addresses)
        if (other !== family)
          expect([family, address, addressProblem(family, address)]).toEqual([family, address, expect.any(String)]);
    }
  });
});
