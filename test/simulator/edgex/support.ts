import { createHash, createHmac } from 'node:crypto';

import { afterEach } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { pedersen, sign } from '@scure/starknet';

import {
  createManualClock,
  startSimulator,
  type ManualClock,
  type Simulator,
  type SimulatorOptions,
} from '../../../simulator/index.ts';
import { send, type Answer } from '../support.ts';

export const key = '0463ac809cc7d7c1baf0123456789abcdef0123456789abcdef0123456789abc';
export const l2PublicKey = '0x04976220672d8dd94c792fec78608e369f0aec957f41d6a4112bc2acafaeed4c';
export const accountId = '543429922991899150';
export const address = '0x1fB51aa234287C3CA1F957eA9AD0E148Bb814b7A';
export const asset = '0x33bda5c923bae4e84825b74762d5482889b9512465fbffc50d1ae4b82e345c3';
export const lp = {
  id: '542076087396467085',
  key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028',
};
export const startMs = 1_750_003_200_000;
export const expireTime = String(startMs + 14 * 86_400_000 - ((startMs + 14 * 86_400_000) % 3_600_000));
export const assets = '/api/v1/private/assets';
export const low = '/api/v1/private/withdraw';
export const order = 0x0800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;

const hex64 = (value: bigint) => value.toString(16).padStart(64, '0');
export function signed(hash: bigint, privateKey = key): string {
  const { r, s } = sign(`0x${hash.toString(16)}`, privateKey);
  return hex64(r) + hex64(s);
}

/* The tests' own reading of the rules, apart from the simulator's. */
const P = (a: bigint, b: bigint) => BigInt(pedersen(a, b));
export const nonce = (clientId: string) =>
  BigInt(`0x${createHash('sha256').update(clientId).digest('hex').slice(0, 8)}`);
export const hours = (expire: string) => BigInt(expire) / 3_600_000n;
export const withdrawalHash = (clientId: string, units: bigint, expire = expireTime, to = address) =>
  P(
    P(BigInt(asset), BigInt(to)),
    ((((((((7n << 64n) | BigInt(accountId)) << 32n) | nonce(clientId)) << 64n) | units) << 32n) | hours(expire)) << 49n,
  );
export const crossHash = (clientId: string, units: bigint, expire = expireTime) =>
  P(
    P(
      P(P(BigInt(asset), 0n), BigInt(lp.key)),
      (((((BigInt(accountId) << 64n) | BigInt(lp.id)) << 64n) | BigInt(accountId)) << 32n) | nonce(clientId),
    ),
    (((((4n << 64n) | units) << 64n) << 32n) | hours(expire)) << 81n,
  );

export type Fields = Record<string, string | undefined>;
type Tampering = {
  timestamp?: string;
  privateKey?: string;
  signature?: string;
  headers?: Record<string, string>;
  signedFields?: Fields;
};
type Client = {
  simulator: Simulator;
  clock: ManualClock;
  get: (path: string, query?: Fields, extra?: Tampering) => Promise<Answer>;
  post: (path: string, body: Fields, extra?: Tampering) => Promise<Answer>;
};

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

export async function withEdgex(options: Partial<SimulatorOptions> = {}): Promise<Client> {
  const clock = createManualClock(startMs);
  const accounts = [
    { apiKey: 'k', apiSecret: 's', passphrase: 'p', accountId, l2PublicKey, balances: { USDT: '100' } },
  ];
  const simulator = await startSimulator({
    exchange: 'edgex',
    accounts,
    clock,
    script: [{ afterMs: 1e12, status: 'completed' }],
    ...options,
  });
  running.push(simulator);

  function headers(method: string, path: string, fields: Fields, extra: Tampering): Record<string, string> {
    const timestamp = extra.timestamp ?? String(clock.now());
    const pairs = Object.entries(extra.signedFields ?? fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value ?? ''}`);
    const message = timestamp + method + path + pairs.join('&');
    const hash = BigInt(`0x${Buffer.from(keccak_256(Buffer.from(message))).toString('hex')}`) % order;
    const mac = createHmac('sha256', Buffer.from('s').toString('base64')).update(message).digest('hex');
    return {
      'X-edgeX-Api-Timestamp': timestamp,
      'X-edgeX-Api-Signature': extra.signature ?? signed(hash, extra.privateKey),
      'X-edgeX-Api-Key': 'k',
      'X-edgeX-Passphrase': 'p',
      'X-edgeX-Timestamp': timestamp,
      'X-edgeX-Signature': mac,
      ...extra.headers,
    };
  }
  return {
    simulator,
    clock,
    get(path, query = {}, extra = {}) {
      const text = Object.entries(query)
        .map(([name, value]) => `${name}=${value ?? ''}`)
        .join('&');
      return send(
        'GET',
        `${simulator.baseUrl}${path}${text === '' ? '' : `?${text}`}`,
        undefined,
        headers('GET', path, query, extra),
      );
    },
    post: (path, body, extra = {}) =>
      send('POST', simulator.baseUrl + path, JSON.stringify(body), headers('POST', path, body, extra)),
  };
}

export const normal = (clientId = '745410645654877', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '1.000000',
  ethAddress: address,
  clientWithdrawId: clientId,
  expireTime,
  l2Signature: signed(withdrawalHash(clientId, 1_000_000n)),
  ...more,
});
export const cross = (clientId = '7', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '18',
  ethAddress: address,
  erc20Address: '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9',
  lpAccountId: lp.id,
  clientCrossWithdrawId: clientId,
  expireTime,
  l2Signature: signed(crossHash(clientId, 18_000_000n)),
  fee: '2',
  chainId: '42161',
  ...more,
});
export const lowLevel = (clientId = '9', more: Fields = {}): Fields => ({
  accountId,
  coinId: '1000',
  amount: '1',
  ethAddress: address,
  erc20Address: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
  clientWithdrawId: clientId,
  riskSignature: 'ab'.repeat(64),
  l2Nonce: String(nonce(clientId)),
  l2ExpireTime: expireTime,
  l2Signature: signed(withdrawalHash(clientId, 1_000_000n)),
  extraType: '',
  extraDataJson: '',
  ...more,
});
