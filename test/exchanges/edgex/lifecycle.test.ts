import { describe, expect, test } from '@jest/globals';

import { createExchange } from '../../../exchanges/createExchange.ts';
import {
  accountId,
  address,
  dayMs,
  definitions,
  failureOf,
  kinds,
  l2PrivateKey,
  poll,
  sent,
  submitted,
  withEdgex,
  type Kind,
} from './support/withEdgex.ts';

const hourMs = 3_600_000;
const createCalls: Record<Kind, string> = {
  'edgex-normal-withdraw': '/api/v1/private/assets/createNormalWithdraw',
  'edgex-cross-withdraw': '/api/v1/private/assets/createCrossWithdraw',
  'edgex-withdraw': '/api/v1/private/withdraw/createWithdraw',
};
const bodiesOf = (kind: Kind) =>
  sent.filter((request) => request.url.endsWith(createCalls[kind])).map((request) => request.body);

describe.each(kinds)('%s', (kind) => {
  const isCross = kind === 'edgex-cross-withdraw';

  test('a submit is accepted, entered once as asked for, and found by our id', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
    expect(
      setting.simulator.ledger.find({
        address,
        amount: isCross ? '18.5' : '20.5',
        clientWithdrawalId: open.clientWithdrawalId,
      }),
    ).toMatchObject({ exchangeWithdrawalId: open.exchangeWithdrawalId, fee: isCross ? '2' : '0' });
    const found = await setting.exchange.findByClientId(open.intent, poll);
    expect(found).toMatchObject({
      kind: 'found',
      record: {
        exchangeWithdrawalId: open.exchangeWithdrawalId,
        status: 'PENDING',
        asset: 'USDT',
        amount: '20.5',
        address,
        txid: null,
        action: null,
      },
    });
  });

  test('our id is 15 digits', async () => {
    const { intent } = await withEdgex(kind);
    expect((await intent()).clientWithdrawalId).toMatch(/^\d{15}$/);
  });

  test('twenty that are frozen at once share two reads of the metadata; the next one has its own', async () => {
    const { intent } = await withEdgex(kind);
    const metadataReads = () => sent.filter((request) => request.url.endsWith('getMetaData')).length;
    const before = metadataReads();
    await Promise.all(Array.from({ length: 20 }, () => intent()));
    expect(metadataReads() - before).toBe(2);
    await intent();
    expect(metadataReads() - before).toBe(3);
  });

  test('a repeat sends the same bytes, is answered the same id, and pays once', async () => {
    const setting = await withEdgex(kind);
    const before = bodiesOf(kind).length;
    const intent = await setting.intent();
    const answers = [
      await setting.exchange.submit(intent),
      await setting.exchange.submit(intent),
      await setting.exchange.submit(intent),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
    const bodies = bodiesOf(kind).slice(before);
    expect([bodies.length, new Set(bodies).size]).toEqual([3, 1]);
  });

  test('a repeat that is answered an error is unknown, pays once, and is found', async () => {
    const setting = await withEdgex(kind, { edgex: { repeatClientId: 'error' } });
    const { intent, exchangeWithdrawalId } = await submitted(setting);
    expect(await setting.exchange.submit(intent)).toMatchObject({ kind: 'unknown', reason: 'unknownCode' });
    expect(await setting.exchange.findByClientId(intent, poll)).toMatchObject({
      kind: 'found',
      record: { exchangeWithdrawalId },
    });
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
  });

  test('two withdrawals, and two submissions of one, are different ids', async () => {
    const setting = await withEdgex(kind);
    await submitted(setting);
    await submitted(setting, { withdrawalId: 'w-2' });
    expect(await setting.exchange.submit(await setting.intent({}, 2))).toMatchObject({ kind: 'accepted' });
    expect(new Set(setting.simulator.ledger.accepted().map((entry) => entry.clientWithdrawalId)).size).toBe(3);
  });

  test('what was never sent is not found', async () => {
    const setting = await withEdgex(kind);
    await submitted(setting, { withdrawalId: 'another' });
    setting.simulator.addForeignWithdrawal({ asset: 'USDT', network: 'Ethereum', address, amount: '20.5' });
    expect(await setting.exchange.findByClientId(await setting.intent(), poll)).toEqual({ kind: 'notFound' });
    // As `doctor` asks it: with an intent that was never frozen.
    expect(await setting.exchange.findByClientId({ ...(await setting.intent()), frozen: {} }, poll)).toEqual({
      kind: 'notFound',
    });
  });

  test('the expiry is frozen 14 days on, on a whole hour; below 25 hours nothing is sent', async () => {
    const setting = await withEdgex(kind);
    const intent = await setting.intent();
    const leftMs = Number(intent.frozen['expireTime']) - Date.now();
    expect(Number(intent.frozen['expireTime']) % hourMs).toBe(0);
    expect([leftMs > 14 * dayMs - hourMs - 5_000, leftMs <= 14 * dayMs]).toEqual([true, true]);
    const before = bodiesOf(kind).length;
    setting.clock.offsetMs = leftMs - 25 * hourMs + 1_000;
    expect(await setting.exchange.submit(intent)).toMatchObject({
      kind: 'rejected',
      reason: 'parameterRefused',
      message: expect.stringContaining('25 hours'),
    });
    expect([bodiesOf(kind).length - before, setting.simulator.ledger.entries().length]).toEqual([0, 0]);
  });

  test('an amount that is no whole number of L2 units is refused, never rounded', async () => {
    const setting = await withEdgex(kind);
    expect(await failureOf(setting.intent({ amount: '20.0000001' }))).toMatchObject({ reason: 'amountRefused' });
    const intent = await setting.intent();
    const frozen = isCross ? { ...intent.frozen, netAmount: '1.0000001' } : intent.frozen;
    expect(await setting.exchange.submit({ ...intent, amount: '1.0000001', frozen })).toMatchObject({
      kind: 'rejected',
      reason: 'amountRefused',
    });
    expect(setting.simulator.ledger.entries()).toEqual([]);
  });

  test.each([
    [{ asset: 'BTC' }, 'parameterRefused', 'collateral coin USDT'],
    [{ network: 'Tron' }, 'parameterRefused', 'network: expected'],
  ])('%j cannot be frozen (%s)', async (more, reason, text) => {
    const { intent } = await withEdgex(kind);
    expect(await failureOf(intent(more))).toEqual({ reason, message: expect.stringContaining(text) });
  });

  test('under maintenance nothing is frozen, and the rules say so', async () => {
    const { intent, exchange } = await withEdgex(kind, { edgex: { maintenanceReason: 'upgrade' } });
    expect(await failureOf(intent())).toMatchObject({ reason: 'assetSuspended' });
    expect((await exchange.readAssetRules(poll))?.map((rule) => rule.enabled)).not.toContain(true);
  });

  test('rules name the collateral coin alone', async () => {
    const { exchange } = await withEdgex(kind);
    const rules = await exchange.readAssetRules(poll);
    expect(rules?.map(({ asset, network }) => `${asset} ${network}`)).toEqual(
      isCross ? ['USDT Ethereum', 'USDT BNB Smart Chain', 'USDT Arbitrum One'] : ['USDT Ethereum'],
    );
    expect(rules?.[0]).toMatchObject({
      enabled: true,
      minimum: null,
      maximum: isCross ? '1000000' : null,
      decimals: 6,
      memo: 'none',
      addressFamily: 'evm',
    });
  });

  test.each([
    [{ address: 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU' }, 'address'],
    [{ address: `0x${'0'.repeat(40)}` }, 'address'],
    [{ address: address.replace('fB', 'Fb') }, 'address'],
    [{ memo: '1' }, 'memo'],
  ])('%j is refused by field', async (more, field) => {
    const { exchange, request } = await withEdgex(kind);
    expect(exchange.checkRequest(request(more)).map((problem) => problem.field)).toEqual([field]);
    expect(exchange.checkRequest(request())).toEqual([]);
  });

  test('statuses of 250 are read in three batches; an id that is not shown is absent', async () => {
    const setting = await withEdgex(kind);
    const open = [];
    for (let count = 0; count < 3; count += 1) open.push(await submitted(setting, { withdrawalId: `w-${count}` }));
    const strangers = Array.from({ length: 247 }, (_, i) => ({
      exchangeWithdrawalId: String(i + 1),
      clientWithdrawalId: null,
      asset: 'USDT',
      notBeforeMs: 0,
    }));
    const before = sent.length;
    const read = await setting.exchange.readStatuses([...open, ...strangers], poll);
    expect([read.records.length, read.unreadable, read.notRead]).toEqual([3, [], []]);
    expect(sent.slice(before).filter((request) => request.url.includes('ById?'))).toHaveLength(3);
    expect(
      await setting.exchange.findById('1', { asset: 'USDT', clientWithdrawalId: null, notBeforeMs: 0 }, poll),
    ).toEqual({ kind: 'notFound' });
  });

  test('a record under another client id decides nothing', async () => {
    const setting = await withEdgex(kind);
    const open = { ...(await submitted(setting)), clientWithdrawalId: '100000000000000' };
    expect(await setting.exchange.readStatuses([open], poll)).toEqual({
      records: [],
      unreadable: [open.exchangeWithdrawalId],
      notRead: [],
    });
    expect(await failureOf(setting.exchange.findById(open.exchangeWithdrawalId, open, poll))).toMatchObject({
      reason: 'unreadableAnswer',
    });
  });

  test('a record under our client id of another amount or address is not believed', async () => {
    const setting = await withEdgex(kind);
    const { intent } = await submitted(setting);
    const frozen = isCross ? { ...intent.frozen, netAmount: '7' } : intent.frozen;
    expect(await failureOf(setting.exchange.findByClientId({ ...intent, amount: '7', frozen }, poll))).toMatchObject({
      reason: 'unreadableAnswer',
    });
    expect(
      await failureOf(setting.exchange.findByClientId({ ...intent, address: `0x${'1'.repeat(40)}` }, poll)),
    ).toMatchObject({ reason: 'unreadableAnswer' });
  });

  test('the probe tells the account and the clock', async () => {
    const { exchange, simulator } = await withEdgex(kind);
    expect(await exchange.probe(poll)).toMatchObject({ exchangeAccountId: accountId });
    simulator.setClockOffsetMs(20_000);
    expect((await exchange.probe(poll)).clockSkewMs).toBeGreaterThan(19_000);
  });

  test.each([
    [{ credentials: { l2PrivateKey: '1234' } }, 'authRefused'],
    [{ exchangeAccountId: '551109015904453258' }, 'permissionDenied'],
  ])('a wrong key or account (%j) is refused: %s', async (settings, reason) => {
    const { exchange } = await withEdgex(kind, {}, settings);
    expect(await failureOf(exchange.probe(poll))).toMatchObject({ reason });
  });

  test("a header with the public key's Y is taken as well", async () => {
    const setting = await withEdgex(kind, {}, { options: { signatureWithPublicKeyY: true } });
    await submitted(setting);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
  });

  test('cannot cancel', async () => {
    const { exchange } = await withEdgex(kind);
    expect([
      exchange.capabilities.cancel,
      'requestCancel' in exchange,
      exchange.capabilities.repeatSubmit,
      exchange.capabilities.findBy,
    ]).toEqual(['none', false, 'safe', 'clientId']);
  });

  test.each(['', 'abc', '0', '18446744073709551616'])('account id %j is refused when the adapter is made', (id) => {
    const make = () =>
      createExchange(definitions[kind], {
        baseUrl: null,
        credentials: { l2PrivateKey },
        options: null,
        exchangeAccountId: id,
        http: { send: async () => ({ kind: 'noAnswer', code: 'X' }) },
        nowMs: Date.now,
      });
    expect(make).toThrow(RangeError);
  });
});
