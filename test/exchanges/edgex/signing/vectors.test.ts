import { describe, expect, test } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { pedersen } from '@scure/starknet';

import { quantizeAmount } from '../../../../exchanges/edgex/quantizeAmount.ts';
import { edgexMessage, edgexMessageHash, hmacHeaders, starkHeaders } from '../../../../exchanges/edgex/signing/auth.ts';
import { flattenBody, flattenQuery } from '../../../../exchanges/edgex/signing/flatten.ts';
import { l2Nonce } from '../../../../exchanges/edgex/signing/l2Nonce.ts';
import { transferHash, withdrawalHash } from '../../../../exchanges/edgex/signing/l2Signature.ts';
import { starkPublicKey, starkSign, starkVerify } from '../../../../exchanges/edgex/signing/starkSign.ts';
import { readVectors } from '../../support/readVectors.ts';

type Pair = { r: string; s: string };
/** Fields of all kinds of cases; each case has its own of them. */
type Input = Record<
  | 'privateKey'
  | 'starkExAssetId'
  | 'accountId'
  | 'amount'
  | 'amountQuantized'
  | 'ethAddress'
  | 'clientWithdrawId'
  | 'expireTime'
  | 'senderPositionId'
  | 'receiverPositionId'
  | 'receiverL2Key'
  | 'clientTransferId'
  | 'clientCrossWithdrawId'
  | 'lpAccountId'
  | 'crossWithdrawL2Key'
  | 'syntheticAssetId'
  | 'collateralAssetId'
  | 'amountSynthetic'
  | 'amountCollateral'
  | 'amountFee'
  | 'clientOrderId'
  | 'l2ExpireTime'
  | 'timestamp'
  | 'path',
  string
> & {
  nonce: number;
  expireHours: number;
  method: 'GET' | 'POST';
  params: Record<string, string> | null;
  body: unknown;
};
type Expected = Pair &
  Record<'hash' | 'l2Signature' | 'l2KeyX' | 'publicKeyX' | 'message' | 'keccak256' | 'hashModN', string> &
  Record<'sdkSignature' | 'rfc6979Signature', Pair>;
type Case = {
  id: string;
  kind: string;
  cases: Record<string, number>;
  input: Input;
  expected: Expected;
  privateKey: string;
  publicKeyX: string;
};
const { cases } = readVectors(new URL('./vectors.json', import.meta.url)) as { cases: Case[] };
const of = (id: string) => cases.find((one) => one.id === id)!;
const joined = ({ r, s }: Pair) => r + s;
const resolution = 1_000_000n;

test('every vector of the file is one that a test here knows', () => {
  expect(cases.map((one) => one.id)).toEqual([
    'edgex-v1-nonce',
    'edgex-v1-normal-withdraw-doc',
    'edgex-v1-transfer-doc',
    'edgex-v1-limit-order-doc',
    'edgex-v1-key',
    'edgex-v1-normal-withdraw-sdk',
    'edgex-v1-cross-withdraw-as-transfer-sdk',
    'edgex-v1-rest-get',
    'edgex-v1-rest-post',
  ]);
});

describe('l2Nonce', () => {
  const known = Object.entries(of('edgex-v1-nonce').cases);
  test('there are six', () => expect(known).toHaveLength(6));
  test.each(known)('of %s is %i', (clientId, nonce) => expect(l2Nonce(clientId)).toBe(BigInt(nonce)));
});

const withdrawalOf = (input: Input) =>
  withdrawalHash({
    starkExAssetId: input.starkExAssetId,
    accountId: input.accountId,
    clientId: input.clientWithdrawId,
    amount: BigInt(input.amountQuantized),
    expireTimeMs: input.expireTime,
    ethAddress: input.ethAddress,
  });

describe("the documents' own samples (published signature, published key)", () => {
  test('normal withdrawal: the hash, and the signature of the request sample', () => {
    const { input, expected } = of('edgex-v1-normal-withdraw-doc');
    expect(quantizeAmount(input.amount, resolution)).toBe(BigInt(input.amountQuantized));
    expect(l2Nonce(input.clientWithdrawId)).toBe(BigInt(input.nonce));
    const hash = withdrawalOf(input);
    expect(hash).toBe(BigInt(expected.hash));
    expect(starkVerify(expected.l2Signature, hash, expected.l2KeyX)).toBe(true);
  });

  test.each([
    ['another amount', { amountQuantized: '1000001' }],
    ['another address', { ethAddress: '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7B' }],
    ['another account', { accountId: '543429922991899150' }],
    ['another client id', { clientWithdrawId: '745410645654878' }],
    ['another hour', { expireTime: '1735891200000' }],
    ['another asset', { starkExAssetId: '0x1' }],
  ])('normal withdrawal with %s: the published signature is not valid', (_, change) => {
    const { input, expected } = of('edgex-v1-normal-withdraw-doc');
    expect(starkVerify(expected.l2Signature, withdrawalOf({ ...input, ...change }), expected.l2KeyX)).toBe(false);
  });

  test('a minute within the same hour does not change the hash: hours are cut', () => {
    const { input, expected } = of('edgex-v1-normal-withdraw-doc');
    expect(withdrawalOf({ ...input, expireTime: '1735891199999' })).toBe(BigInt(expected.hash));
  });

  test('transfer: the hash and its signature', () => {
    const { input, expected } = of('edgex-v1-transfer-doc');
    const hash = transferHash({
      starkExAssetId: input.starkExAssetId,
      accountId: input.senderPositionId,
      clientId: input.clientTransferId,
      amount: BigInt(input.amountQuantized),
      expireTimeMs: input.expireTime,
      receiverAccountId: input.receiverPositionId,
      receiverL2Key: input.receiverL2Key,
    });
    expect(l2Nonce(input.clientTransferId)).toBe(BigInt(input.nonce));
    expect(hash).toBe(BigInt(expected.hash));
    expect(starkVerify(joined(expected), hash, expected.l2KeyX)).toBe(true);
  });

  test('limit order: valid with the hour cut, not with the hour rounded up', () => {
    const { input, expected } = of('edgex-v1-limit-order-doc');
    const P = (a: bigint, b: bigint) => BigInt(pedersen(a, b));
    const [sell, buy, amountSell, amountBuy] = [
      input.collateralAssetId,
      input.syntheticAssetId,
      input.amountCollateral,
      input.amountSynthetic,
    ].map(BigInt) as [bigint, bigint, bigint, bigint];
    const hashAt = (hours: bigint) => {
      const first =
        (((((amountSell << 64n) | amountBuy) << 64n) | BigInt(input.amountFee)) << 32n) | l2Nonce(input.clientOrderId);
      const id = BigInt(input.accountId);
      const second = ((((((((3n << 64n) | id) << 64n) | id) << 64n) | id) << 32n) | hours) << 17n;
      return P(P(P(P(sell, buy), sell), first), second);
    };
    const hours = BigInt(input.l2ExpireTime) / 3_600_000n;
    expect(hours).toBe(BigInt(input.expireHours));
    expect([
      starkVerify(joined(expected), hashAt(hours), expected.l2KeyX),
      starkVerify(joined(expected), hashAt(hours + 1n), expected.l2KeyX),
    ]).toEqual([true, false]);
  });
});

describe('vectors of the vendor SDK and our own', () => {
  test('key: the public X', () => {
    const { privateKey, publicKeyX } = of('edgex-v1-key');
    expect(`0x${starkPublicKey(privateKey).x}`).toBe(publicKeyX);
    expect(starkPublicKey(`0x${privateKey}`).y).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(['edgex-v1-normal-withdraw-sdk', 'edgex-v1-cross-withdraw-as-transfer-sdk'])(
    "%s: hash, our signature, the SDK's signature",
    (id) => {
      const { input, expected } = of(id);
      const hash =
        input.ethAddress !== undefined
          ? withdrawalOf(input)
          : transferHash({
              starkExAssetId: input.starkExAssetId,
              accountId: input.senderPositionId,
              clientId: input.clientCrossWithdrawId,
              amount: BigInt(input.amountQuantized),
              expireTimeMs: input.expireTime,
              receiverAccountId: input.lpAccountId,
              receiverL2Key: input.crossWithdrawL2Key,
            });
      expect(hash).toBe(BigInt(expected.hash));
      expect(starkSign(hash, input.privateKey)).toBe(joined(expected.rfc6979Signature));
      expect(starkVerify(joined(expected.rfc6979Signature), hash, expected.publicKeyX)).toBe(true);
      expect(starkVerify(joined(expected.sdkSignature), hash, expected.publicKeyX)).toBe(true);
    },
  );

  test.each(['edgex-v1-rest-get', 'edgex-v1-rest-post'])(
    "%s: message, keccak, reduction, our signature, the SDK's signature",
    (id) => {
      const { input, expected } = of(id);
      const parts = {
        timestamp: input.timestamp,
        method: input.method,
        path: input.path,
        tail: input.params === null ? flattenBody(input.body) : flattenQuery(input.params),
      };
      const message = edgexMessage(parts);
      expect(message).toBe(expected.message);
      expect(bytesToHex(keccak_256(utf8ToBytes(message)))).toBe(expected.keccak256);
      expect(edgexMessageHash(message)).toBe(BigInt(expected.hashModN));
      const headers = starkHeaders({ ...parts, l2PrivateKey: input.privateKey, withPublicKeyY: false });
      expect(headers).toEqual({
        'X-edgeX-Api-Timestamp': input.timestamp,
        'X-edgeX-Api-Signature': joined(expected.rfc6979Signature),
      });
      expect(starkVerify(joined(expected.sdkSignature), BigInt(expected.hashModN), expected.publicKeyX)).toBe(true);
      const long =
        starkHeaders({ ...parts, l2PrivateKey: input.privateKey, withPublicKeyY: true })['X-edgeX-Api-Signature'] ?? '';
      expect([long.length, long.slice(128)]).toEqual([192, starkPublicKey(input.privateKey).y]);
    },
  );

  test('HMAC: the construct of the vendor SDK, on its own sample', () => {
    const parts = {
      timestamp: '1773302047172',
      method: 'GET',
      path: '/api/v2/private/account/getAccountAsset',
      tail: 'accountId=724625476626153743&size=10',
    } as const;
    expect(hmacHeaders({ ...parts, apiKey: 'k', apiSecret: 'your-api-secret', passphrase: 'p' })).toEqual({
      'X-edgeX-Api-Key': 'k',
      'X-edgeX-Passphrase': 'p',
      'X-edgeX-Timestamp': '1773302047172',
      'X-edgeX-Signature': '4315baa0fd62141d6a7fe7c24daa1c01f346bdc7deef395fc0a36ad168cf166c',
    });
  });
});
