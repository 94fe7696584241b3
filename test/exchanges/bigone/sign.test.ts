import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { signBigoneToken, signJwt } from '../../../exchanges/bigone/sign.ts';
import { readVectors } from '../support/readVectors.ts';

type Case = {
  id: string;
  secret: string;
  header: { alg: 'HS256'; typ: 'JWT' };
  payload: string;
  token: string;
  own: { apiKey: string; nonce: string; recvWindowSeconds: number } | null;
};
const { cases } = readVectors(new URL('./vectors.json', import.meta.url)) as { cases: Case[] };
const input = { apiKey: 'key', apiSecret: 'secret-of-some-length', nonce: 1527665262168391000n, recvWindowSeconds: 30 };

describe('signBigoneToken', () => {
  test.each(cases)('vector: $id', async ({ payload, header, secret, token, own }) => {
    expect(await signJwt(payload, header, secret)).toBe(token);
    if (own !== null)
      expect(await signBigoneToken({ ...own, nonce: BigInt(own.nonce), apiSecret: secret })).toBe(token);
  });

  test('behavior: the nonce keeps all its digits', async () => {
    const token = await signBigoneToken({ ...input, nonce: 1763712000123456789n });
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toEqual({
      type: 'OpenAPIV2',
      sub: 'key',
      nonce: '1763712000123456789',
      recv_window: '30',
    });
  });

  test('behavior: any change of secret, key, nonce or window changes the signature', async () => {
    const signature = (token: string) => token.split('.')[2];
    const base = signature(await signBigoneToken(input));
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[!-~]{1,60}$/),
        fc.bigInt({ min: 1n, max: 10n ** 19n }),
        fc.integer({ min: 1, max: 60 }),
        async (text, nonce, window) => {
          fc.pre(
            text !== input.apiSecret &&
              text !== input.apiKey &&
              nonce !== input.nonce &&
              window !== input.recvWindowSeconds,
          );
          const changed = [
            { ...input, apiSecret: text },
            { ...input, apiKey: text },
            { ...input, nonce },
            { ...input, recvWindowSeconds: window },
          ];
          for (const other of changed) expect(signature(await signBigoneToken(other))).not.toBe(base);
        },
      ),
      { numRuns: 30 },
    );
  });
});
