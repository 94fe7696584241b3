import { describe, expect, test } from '@jest/globals';

import { verifyToken } from '../../simulator/bigone/authenticate.ts';
import { expectedSign } from '../../simulator/bitunix/authenticate.ts';
import { bigoneToken, key, send, startMs, withSimulator } from './support.ts';
import { vectors } from './vectors.ts';

const account = '/api/spot/v1/user/account';

describe('Bitunix signatures', () => {
  test.each(vectors.bitunix)('the signature is the one $origin', ({ sign, ...signed }) => {
    expect(expectedSign(signed)).toBe(sign);
  });

  test('a request signed over other bytes than were sent is refused', async () => {
    const { post } = await withSimulator({ exchange: 'bitunix' });
    const answer = await post('/api/spot/v1/withdraw_transfer/page', '{"limit":10}', { rawBody: '{"limit": 10}' });
    expect(answer.json).toMatchObject({ code: '100005', success: false });
  });

  test.each([
    ['an unknown key', { apiKey: 'nobody' }, '100004'],
    ['an empty key', { apiKey: '' }, '10003'],
    ['a wrong secret', { secret: 'wrong' }, '100005'],
    ['a time outside of the window', { timestamp: String(startMs - 61_000) }, '100008'],
    ['a time in seconds', { timestamp: '1750000000' }, '100008'],
  ])('%s is refused', async (_, tampering, code) => {
    const { get } = await withSimulator({ exchange: 'bitunix' });
    expect((await get(account, tampering)).json).toMatchObject({ code, data: null });
  });

  test('a nonce is taken once', async () => {
    const { get } = await withSimulator({ exchange: 'bitunix' });
    const first = await get(account, { nonce: 'a'.repeat(32) });
    const second = await get(account, { nonce: 'a'.repeat(32) });
    expect([first.json.code, second.json.code]).toEqual(['0', '100008']);
  });

  test('query parameters belong to what is signed', async () => {
    const { get } = await withSimulator({ exchange: 'bitunix' });
    expect((await get(`${account}?b=2`)).json.code).toBe('0');
  });
});

describe('BigONE tokens', () => {
  test.each(vectors.bigone)('the token $origin is genuine', ({ token, secret, sub, nonce }) => {
    expect(verifyToken(token, () => secret)).toMatchObject({ type: 'OpenAPIV2', sub, nonce });
  });

  test('a token whose nonce is a number is refused, though its signature is genuine', async () => {
    const { sub, secret, token, nonce } = vectors.bigoneNonceAsNumber;
    const { simulator, clock } = await withSimulator({
      exchange: 'bigone',
      accounts: [{ apiKey: sub, apiSecret: secret, accountId: '10', balances: {} }],
    });
    clock.advance(0);
    simulator.setClockOffsetMs(Number(BigInt(nonce) / 1_000_000n) - startMs);
    const answer = await send('GET', `${simulator.baseUrl}/viewer/accounts`, undefined, {
      Authorization: `Bearer ${token}`,
    });
    expect([answer.status, answer.json.code, answer.json.message]).toEqual([
      401,
      40004,
      expect.stringContaining('nonce is not a text'),
    ]);
  });

  const nonce = String(BigInt(startMs) * 1_000_000n);
  const lateNonce = String(BigInt(startMs - 31_000) * 1_000_000n);
  test.each([
    ['no header', '', 400, 40107],
    ['nonsense', 'Bearer a.b.c', 401, 40004],
    ['an unknown key', `Bearer ${bigoneToken({ type: 'OpenAPIV2', sub: 'nobody', nonce }, 'secret-1')}`, 401, 40106],
    ['a wrong secret', `Bearer ${bigoneToken({ type: 'OpenAPIV2', sub: key, nonce }, 'wrong')}`, 401, 40004],
    ['another type', `Bearer ${bigoneToken({ type: 'OpenAPI', sub: key, nonce }, 'secret-1')}`, 401, 40004],
    [
      'a nonce in milliseconds',
      `Bearer ${bigoneToken({ type: 'OpenAPIV2', sub: key, nonce: String(startMs) }, 'secret-1')}`,
      401,
      40004,
    ],
    [
      'a nonce outside of the window',
      `Bearer ${bigoneToken({ type: 'OpenAPIV2', sub: key, nonce: lateNonce }, 'secret-1')}`,
      401,
      40004,
    ],
  ])('%s is refused', async (_, authorization, status, code) => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    const answer = await get('/viewer/accounts', { headers: { Authorization: authorization } });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test('a wider window in the token is honoured', async () => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    const token = bigoneToken({ type: 'OpenAPIV2', sub: key, nonce: lateNonce, recv_window: '50' }, 'secret-1');
    expect((await get('/viewer/accounts', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  test('a nonce is taken once', async () => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    const statuses = [await get('/viewer/accounts', { nonce }), await get('/viewer/accounts', { nonce })].map(
      (answer) => answer.status,
    );
    expect(statuses).toEqual([200, 401]);
  });
});

describe("the exchange's clock", () => {
  test('Date header and time window follow the offset', async () => {
    const { get, simulator } = await withSimulator({ exchange: 'bigone' });
    simulator.setClockOffsetMs(120_000);
    const answer = await get('/viewer/accounts');
    expect([answer.status, answer.headers['date']]).toEqual([401, new Date(startMs + 120_000).toUTCString()]);
  });

  test('BigONE tells its time in nanoseconds without losing a digit', async () => {
    const { get } = await withSimulator({ exchange: 'bigone' });
    expect((await get('/ping')).text).toContain(`"Timestamp":${startMs}000000`);
  });
});
