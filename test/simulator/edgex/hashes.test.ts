import { describe, expect, test } from '@jest/globals';

import { isSignedBy, nonceOf, transferHash, withdrawalToAddressHash } from '../../../simulator/edgex/stark.ts';
import { accountId, address, asset } from './support.ts';

describe('the hashes, on values known from elsewhere', () => {
  test('the published request sample of a normal withdrawal', () => {
    const hash = withdrawalToAddressHash({
      assetId: asset,
      accountId: '551109015904453258',
      address,
      clientId: '745410645654877',
      units: 1_000_000n,
      expireMs: 1_735_887_600_000,
    });
    expect(hash).toBe(0x30b76fa59a12c02a13828b3668e425188a8c822fb34fc6b0880251e66a5f02en);
    const published =
      '007bf80407c6a7bb14f5ca3b848a5d908627993f23b073c902e359a6fa4a6a92' +
      '040cea4c98e25e35ad1d8cc4e18758c463c45bf451299ce55aa49abbdb916d03';
    expect(isSignedBy(published, hash, '0x03eec711e360695bb44b1170057a25340303c1f16893a8def7450e44294405a8')).toBe(
      true,
    );
  });

  test('the published sample of a transfer', () => {
    expect(
      transferHash({
        assetId: asset,
        accountId,
        clientId: '3877531064364166',
        units: 1_000_000n,
        expireMs: 1_735_873_200_000,
        receiverAccountId: '551109015904453258',
        receiverKey: '0x03eec711e360695bb44b1170057a25340303c1f16893a8def7450e44294405a8',
      }),
    ).toBe(0xef894bf1cacc9d1df61febcf2a98c57e87e309b52e3614d4be7cb3a1f782an);
  });

  test.each([
    ['745410645654877', 2958869932],
    ['21163368294502694', 808219],
  ])('the nonce of %s', (clientId, expected) => expect(nonceOf(clientId)).toBe(expected));
});
