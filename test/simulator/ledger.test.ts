import { describe, expect, test } from '@jest/globals';

import { toMoney } from '../../simulator/money.ts';
import { createWallets } from '../../simulator/wallets.ts';
import { key, tronAddress, withExchange } from './support.ts';

describe.each(['bigone', 'bitunix'] as const)('ledger and balances of %s', (exchange) => {
  const charge = exchange === 'bigone' ? '21' : '20';
  const received = exchange === 'bigone' ? '20' : '19';

  test('the script carries a withdrawal to its end, the money with it', async () => {
    const { simulator, clock, accepted } = await withExchange(exchange);
    const { exchangeWithdrawalId } = await accepted();
    const stages = [300, 300].map((ms) => {
      clock.advance(ms);
      const { status, money, leftAtMs, txid } = simulator.ledger.get(exchangeWithdrawalId)!;
      return { status, money, left: leftAtMs, hasTxid: txid !== null };
    });
    const left = 1_750_000_000_300;
    expect(stages).toEqual([
      { status: 'broadcast', money: 'left', left, hasTxid: true },
      { status: 'completed', money: 'left', left, hasTxid: true },
    ]);
    expect(simulator.balanceOf(key, 'TRX')).toEqual({ available: String(1000 - Number(charge)), locked: '0' });
  });

  test('an accepted withdrawal locks its charge and is entered as it was asked for', async () => {
    const { simulator, accepted } = await withExchange(exchange);
    const { exchangeWithdrawalId } = await accepted();
    expect(simulator.balanceOf(key, 'TRX').locked).toBe(charge);
    expect(simulator.ledger.find({ address: tronAddress, amount: '20.00' })).toMatchObject({
      exchange,
      accountId: '10',
      exchangeWithdrawalId,
      asset: 'TRX',
      amount: '20',
      receivedAmount: received,
      fee: '1',
      status: 'pending',
      money: 'locked',
      leftAtMs: null,
      returnedAtMs: null,
      foreign: false,
      viaFault: null,
    });
  });

  test.each(['failed', 'cancelled'] as const)('a %s withdrawal gives the money back, once', async (status) => {
    const { simulator, clock, accepted } = await withExchange(exchange);
    const { exchangeWithdrawalId } = await accepted();
    simulator.advance(exchangeWithdrawalId, status);
    clock.advance(10_000);
    expect([simulator.balanceOf(key, 'TRX'), simulator.ledger.left()]).toEqual([
      { available: '1000', locked: '0' },
      [],
    ]);
    expect(simulator.ledger.get(exchangeWithdrawalId)).toMatchObject({
      status,
      money: 'returned',
      returnedAtMs: 1_750_000_000_000,
    });
  });

  test('by hand a final withdrawal can still turn over', async () => {
    const { simulator, accepted } = await withExchange(exchange);
    const { exchangeWithdrawalId } = await accepted();
    simulator.advance(exchangeWithdrawalId, 'failed');
    simulator.advance(exchangeWithdrawalId, 'completed', { txid: 'abc' });
    expect(simulator.ledger.left({ asset: 'TRX' })).toMatchObject([
      { exchangeWithdrawalId, txid: 'abc', status: 'completed' },
    ]);
    expect(simulator.balanceOf(key, 'TRX').available).toBe(String(1000 - Number(charge)));
  });

  test('another fee than foretold changes what arrives or what is charged', async () => {
    const { simulator, accepted } = await withExchange(exchange);
    const { exchangeWithdrawalId } = await accepted();
    simulator.advance(exchangeWithdrawalId, 'completed', { fee: '2.5' });
    expect(simulator.ledger.get(exchangeWithdrawalId)).toMatchObject({
      fee: '2.5',
      receivedAmount: exchange === 'bigone' ? '20' : '17.5',
    });
    expect(simulator.balanceOf(key, 'TRX')).toEqual({
      available: exchange === 'bigone' ? '977.5' : '980',
      locked: '0',
    });
  });

  test('the last script that matches wins', async () => {
    const { simulator, clock, accepted } = await withExchange(exchange);
    simulator.setScript([{ afterMs: 10, status: 'completed' }], { asset: 'TRX' });
    simulator.setScript([{ afterMs: 10, status: 'failed' }], { address: tronAddress });
    simulator.setScript([{ afterMs: 10, status: 'verification' }], { address: 'another' });
    const { exchangeWithdrawalId } = await accepted();
    clock.advance(10);
    expect(simulator.ledger.get(exchangeWithdrawalId)?.status).toBe('failed');
  });

  test('a withdrawal made in the app is listed and marked foreign', async () => {
    const { simulator, list, statuses } = await withExchange(exchange);
    const id = simulator.addForeignWithdrawal({
      asset: 'TRX',
      network: exchange === 'bigone' ? 'Tron' : 'Tron (TRC-20)',
      address: tronAddress,
      amount: '50',
      status: 'completed',
    });
    expect(statuses(await list())).toEqual([exchange === 'bigone' ? 'COMPLETED' : 'success']);
    expect(simulator.ledger.get(id)).toMatchObject({ foreign: true, money: 'left', clientWithdrawalId: null });
  });

  test('a subscriber hears every change in order, and nothing after it has left', async () => {
    const { simulator, clock, accepted } = await withExchange(exchange);
    const heard: string[] = [];
    const leave = simulator.ledger.subscribe(
      ({ kind, entry }) => void heard.push(`${kind}:${JSON.stringify(entry.status)}`),
    );
    await accepted();
    clock.advance(300);
    leave();
    clock.advance(300);
    expect(heard).toEqual(['accepted:"pending"', 'left:"broadcast"']);
  });

  test('entries cannot be changed from outside', async () => {
    const { simulator, accepted } = await withExchange(exchange);
    await accepted();
    expect(() => Object.assign(simulator.ledger.entries()[0]!, { status: 'completed' })).toThrow(TypeError);
  });

  test('a status in other words is shown verbatim', async () => {
    const { simulator, accepted, lookup, statuses } = await withExchange(exchange);
    const { id, exchangeWithdrawalId } = await accepted();
    simulator.advance(exchangeWithdrawalId, { raw: 'Odd One' });
    expect([statuses(await lookup(id)), simulator.ledger.get(exchangeWithdrawalId)?.money]).toEqual([
      ['Odd One'],
      'locked',
    ]);
  });

  test('a balance set by hand is what can be withdrawn', async () => {
    const { simulator, submit } = await withExchange(exchange);
    simulator.setBalance(key, 'TRX', '20.5');
    const code = Number((await submit({ amount: '20.6' })).json.code);
    expect([code, simulator.ledger.entries()]).toEqual([exchange === 'bigone' ? 10014 : 20003, []]);
  });
});

describe('wallets', () => {
  test('every posting sums to zero, to the last of 18 decimals', () => {
    const wallets = createWallets();
    wallets.setAmount('10', 'ETH', 'FUND', '123456789.123456789123456789');
    wallets.move('10', 'ETH', 'FUND', 'FUND:locked', toMoney('0.000000000000000001', 'amount'));
    const amounts = (['FUND', 'FUND:locked', 'outside'] as const).map((pot) => wallets.amountIn('10', 'ETH', pot));
    expect(amounts.map((amount) => amount.toFixed())).toEqual([
      '123456789.123456789123456788',
      '0.000000000000000001',
      '-123456789.123456789123456789',
    ]);
    expect(amounts.reduce((sum, amount) => sum.plus(amount)).toFixed()).toBe('0');
  });
});
