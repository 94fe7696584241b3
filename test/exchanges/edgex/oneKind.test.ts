import { describe, expect, test } from '@jest/globals';

import { dayMs, failureOf, hmac, l2PrivateKey, poll, sent, submitted, withEdgex } from './support/withEdgex.ts';

describe.each(['edgex-normal-withdraw', 'edgex-cross-withdraw'] as const)('%s: the assets group', (kind) => {
  test.each(['hmac', 'both'] as const)('can be signed by %s', async (assetsAuth) => {
    const setting = await withEdgex(
      kind,
      { edgex: { assetsAuth } },
      { options: { assetsAuth }, credentials: { l2PrivateKey, ...hmac } },
    );
    await submitted(setting);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
    const wrong = await withEdgex(
      kind,
      { edgex: { assetsAuth } },
      { options: { assetsAuth }, credentials: { l2PrivateKey, ...hmac, passphrase: 'no' } },
    );
    expect(await failureOf(wrong.exchange.probe(poll))).toMatchObject({ reason: 'authRefused' });
  });

  test('hmac without its credentials is refused before anything is sent', async () => {
    const setting = await withEdgex(kind, {}, { options: { assetsAuth: 'hmac' } });
    expect(await failureOf(setting.exchange.probe(poll))).toEqual({
      reason: 'authRefused',
      message: expect.stringContaining('apiKey, apiSecret and passphrase'),
    });
  });

  test('a lost submit is found on a later page, by its full record', async () => {
    const setting = await withEdgex(kind, { maxPageSize: 2 });
    const wanted = await submitted(setting, { withdrawalId: 'wanted' });
    for (let count = 0; count < 5; count += 1) await submitted(setting, { withdrawalId: `later-${count}` });
    expect(await setting.exchange.findByClientId(wanted.intent, poll)).toMatchObject({
      kind: 'found',
      record: { exchangeWithdrawalId: wanted.exchangeWithdrawalId },
    });
  });

  test('the walk reaches back 15 minutes before the request, in seconds, and no further', async () => {
    const { intent, exchange } = await withEdgex(kind);
    const before = sent.length;
    const requestedAt = new Date(Date.now() - 3 * dayMs).toISOString();
    await exchange.findByClientId(await intent({ requestedAt }), poll);
    const url = sent
      .slice(before)
      .map((request) => request.url)
      .find((one) => one.includes('getAllOrdersPage'));
    expect(new URL(url ?? '').searchParams.get('startTime')).toBe(
      String(Math.floor((Date.parse(requestedAt) - 15 * 60_000 - 1_000) / 1_000)),
    );
  });

  test('an order that is listed but whose record is not shown proves no absence', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    setting.simulator.arm({ name: 'recordMissing', on: 'lookup', times: 1 });
    expect(await failureOf(setting.exchange.findByClientId(open.intent, poll))).toMatchObject({
      reason: 'unreadableAnswer',
      message: expect.stringContaining('absence is not proven'),
    });
    expect(await setting.exchange.findByClientId(open.intent, poll)).toMatchObject({ kind: 'found' });
  });
});

describe('edgex-cross-withdraw', () => {
  test('the fee is inside: amount less fee is signed and sent, both are frozen', async () => {
    const { intent } = await withEdgex('edgex-cross-withdraw');
    expect((await intent({ amount: '100' })).frozen).toMatchObject({
      fee: '2',
      netAmount: '98',
      chainId: '42161',
      erc20Address: '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9',
      lpAccountId: '542076087396467085',
      crossWithdrawL2Key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028',
    });
  });

  test('a fee that rises after the freeze changes nothing that is sent', async () => {
    const edgex = { crossFee: '2' };
    const setting = await withEdgex('edgex-cross-withdraw', { edgex });
    const intent = await setting.intent();
    edgex.crossFee = '3';
    await setting.exchange.submit(intent);
    expect(setting.simulator.ledger.accepted()).toMatchObject([{ amount: '18.5', fee: '2' }]);
  });

  test.each([
    [{ edgex: { crossFee: '10.000001' } }, {}, '20.5', 'maxFee'],
    [{ edgex: { crossFee: '5' } }, { options: { maxFee: '4.99' } }, '20.5', 'maxFee'],
    [{ edgex: { crossMaxAmount: '20.4' } }, {}, '20.5', 'at most 20.4'],
    [{}, {}, '2', 'more than the fee'],
  ])('%j with %j: %s is refused', async (options, settings, amount, text) => {
    const { intent } = await withEdgex('edgex-cross-withdraw', options, settings);
    expect(await failureOf(intent({ amount }))).toEqual({
      reason: 'amountRefused',
      message: expect.stringContaining(text),
    });
  });
});

describe('edgex-withdraw', () => {
  test('without a risk signature provider, creating is refused by field; following works', async () => {
    const { exchange, request, intent } = await withEdgex('edgex-withdraw', {}, { options: { riskSignature: null } });
    expect(exchange.checkRequest(request())).toEqual([
      { field: 'account', expected: expect.stringContaining('options.riskSignature') },
    ]);
    expect(await exchange.submit(await intent())).toMatchObject({ kind: 'rejected', reason: 'parameterRefused' });
    expect(
      (
        await exchange.readStatuses(
          [{ exchangeWithdrawalId: '1', clientWithdrawalId: null, asset: 'USDT', notBeforeMs: 0 }],
          poll,
        )
      ).notRead,
    ).toEqual([]);
  });

  test('a provider that fails means that nothing was sent', async () => {
    const { exchange, intent, simulator } = await withEdgex(
      'edgex-withdraw',
      {},
      { options: { riskSignature: async () => Promise.reject(new Error('down')) } },
    );
    expect(await exchange.submit(await intent())).toMatchObject({ kind: 'notSent' });
    expect(simulator.ledger.entries()).toEqual([]);
  });
});

describe('edgex-normal-withdraw', () => {
  test('an L1 network named in the options is the one to be named', async () => {
    const { intent } = await withEdgex('edgex-normal-withdraw', {}, { options: { l1Network: 'Sepolia - Testnet' } });
    expect(await intent({ network: 'Sepolia - Testnet' })).toBeDefined();
    expect(await failureOf(intent({ network: 'Ethereum' }))).toMatchObject({ reason: 'parameterRefused' });
  });
});
