import { describe, expect, test } from '@jest/globals';

import { anIntent, poll } from '../../support/aRequest.ts';
import { canceller, receivers, withAccounts, transfer, submitted } from './support.ts';

describe('bitunix internal transfer: cancel', () => {
  test('each kind of destination has its own cancel; the wrong one cancels nothing', async () => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const moved = await submitted(setting, transfer('internal:uid'));
    const withdrawn = await submitted(setting, anIntent({ asset: 'USDT', amount: '20' }));
    expect((await canceller(exchange).requestCancel({ ...moved, network: 'Tron (TRC-20)' })).kind).toBe('refused');
    expect((await canceller(exchange).requestCancel({ ...withdrawn, network: 'internal:uid' })).kind).toBe('refused');
    expect(simulator.ledger.entries().map((entry) => entry.money)).toEqual(['locked', 'locked']);
    expect((await canceller(exchange).requestCancel({ ...moved, network: 'internal:uid' })).kind).toBe('taken');
    expect((await canceller(exchange).requestCancel({ ...withdrawn, network: 'Tron (TRC-20)' })).kind).toBe('taken');
    expect(simulator.ledger.entries().map((entry) => entry.money)).toEqual(['returned', 'returned']);
    expect((await exchange.readStatuses([moved, withdrawn], poll)).records.map((record) => record.status)).toEqual([
      'CANCELLED',
      'CANCELLED',
    ]);
  });

  test('after the first review it is refused, and an unanswered one is unknown', async () => {
    const setting = await withAccounts();
    const { exchange, simulator } = setting;
    const open = { ...(await submitted(setting, transfer('internal:uid'))), network: 'internal:uid' };
    simulator.arm({ name: 'dropBeforeAccept', on: 'cancel', match: { address: receivers['internal:uid'] } });
    expect((await canceller(exchange).requestCancel(open)).kind).toBe('unknown');
    simulator.advance(open.exchangeWithdrawalId, 'completed');
    expect((await canceller(exchange).requestCancel(open)).kind).toBe('refused');
    expect(simulator.ledger.left({ address: receivers['internal:uid'] })).toHaveLength(1);
    expect(simulator.balanceOf('other', 'USDT').available).toBe('10.5');
  });
});
