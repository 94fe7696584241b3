import { describe, expect, test } from '@jest/globals';

import { accountIdentity } from '../../../workers/accounts/accountIdentity.ts';

describe('accountIdentity', () => {
  test('default: fixed for ever, since workflows keep it', () => {
    expect(accountIdentity('https://api.big.one/api/v3', '10')).toMatchInlineSnapshot(
      `"b22d706d91ef731918db46fb2776c0dfb6db6ea86b099f13f5f96690864c5b7f"`,
    );
  });

  test.each([
    'https://API.big.one/api/v3',
    'https://api.big.one:443/api/v3',
    'https://api.big.one/api/v3/',
    'https://api.big.one/api/v3//',
  ])('behavior: %s is the same place', (spelling) => {
    expect(accountIdentity(spelling, '10')).toBe(accountIdentity('https://api.big.one/api/v3', '10'));
  });

  test.each([
    ['another account', 'https://api.big.one/api/v3', '11'],
    ['another host', 'http://127.0.0.1:4010/api/v3', '10'],
    ['another path', 'https://api.big.one/api/v2', '10'],
    ['another scheme', 'http://api.big.one/api/v3', '10'],
  ])('behavior: %s differs', (_what, baseUrl, id) => {
    expect(accountIdentity(baseUrl, id)).not.toBe(accountIdentity('https://api.big.one/api/v3', '10'));
  });
});
