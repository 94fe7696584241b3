import { randomInt } from 'node:crypto';

import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import type { LedgerEntry } from '../../simulator/index.ts';
import { startWorld } from '../support/world.ts';
import { by, following, handleOf, standStill } from './support/withdrawals.ts';

const ownCustomer = '0x1fb51aa234287c3ca1f957ea9ad0e148bb814b7a';
const world = await startWorld({ bigone: { internalAddresses: [ownCustomer] } });
afterAll(() => world.stop());

const { bitunix } = world.simulators;

/** A recipient of this test's own, and the ledger's word for it. */
function aTransfer(network: 'internal:phone' | 'internal:email', change: Partial<WithdrawalRequestInput> = {}) {
  const number = String(randomInt(1e10, 9e10));
  const [address, receiver] =
    network === 'internal:phone'
      ? [`86-${number}`, `phone:86 ${number}`]
      : [`u${number}@example.com`, `email:u${number}@example.com`];
  return { request: world.request('bitunix', { network, address, ...change }), receiver };
}

const ofReceiver = (receiver: string): LedgerEntry[] => bitunix.ledger.accepted({ address: receiver });

describe('internal transfer on Bitunix', () => {
  test.concurrent.each(['internal:phone', 'internal:email'] as const)(
    '%s: delivered on the book of the exchange, without a txid',
    async (network) => {
      const { request, receiver } = aTransfer(network);
      await world.client.start(request);
      const result = await world.client.result(request.withdrawalId);
      expect(result).toMatchObject({
        status: 'L1_COMPLETED',
        moneyLeft: 'yes',
        txid: null,
        settlement: { by: 'record' },
      });
      expect(ofReceiver(receiver)).toMatchObject([
        { kind: 'inside_transfer', amount: '100.5', money: 'left', status: 'completed' },
      ]);
      expect(world.accepted('bitunix', request)).toEqual([]);
    },
  );

  test.concurrent('cancelled in the first review: the money is back', async () => {
    const { request, receiver } = aTransfer('internal:phone');
    bitunix.setScript(standStill, { address: receiver });
    await following(world, request);
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelled', settled: true, status: 'CANCELLED', moneyLeft: 'no' });
    expect(ofReceiver(receiver)).toMatchObject([{ kind: 'inside_transfer', money: 'returned', status: 'cancelled' }]);
  });

  test.concurrent('cancelled too late: it is followed to its end', async () => {
    const { request, receiver } = aTransfer('internal:email');
    bitunix.setScript(standStill, { address: receiver });
    await following(world, request);
    bitunix.advance(ofReceiver(receiver)[0]?.exchangeWithdrawalId ?? '', 'verification');
    await handleOf(world, request).cancel();
    await world.until(
      request.withdrawalId,
      (view) => view.phase === 'CANCELLING' && view.state?.cancel?.lastAnswer !== null,
    );
    bitunix.advance(ofReceiver(receiver)[0]?.exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      cancel: { outcome: 'tooLate' },
    });
    expect(ofReceiver(receiver)).toMatchObject([{ money: 'left' }]);
  });

  test.concurrent('reply lost, the transfer made: found by the history, made once', async () => {
    const { request, receiver } = aTransfer('internal:email');
    bitunix.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: receiver } });
    await world.client.start(request);
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      exchangeWithdrawalId: ofReceiver(receiver)[0]?.exchangeWithdrawalId,
    });
    expect(ofReceiver(receiver)).toMatchObject([{ money: 'left', viaFault: 'acceptThenDropReply' }]);
  });

  test.concurrent('reply lost, no transfer made: no withdrawal or other transfer is taken for it', async () => {
    const { request, receiver } = aTransfer('internal:email');
    bitunix.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address: receiver } });
    await world.client.start(request);
    bitunix.addForeignWithdrawal({
      asset: 'USDT',
      network: 'Ethereum (ERC-20)',
      address: ownCustomer,
      amount: request.amount,
      fee: '0',
    });
    bitunix.addForeignWithdrawal({
      asset: 'USDT',
      network: '',
      kind: 'inside_transfer',
      address: `${receiver}.org`,
      amount: request.amount,
      fee: '0',
    });
    await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    expect(ofReceiver(receiver)).toEqual([]);
  });

  test.concurrent('a malformed recipient is refused by name, and nothing is sent', async () => {
    const { request } = aTransfer('internal:phone', { address: '8613800000000' });
    await expect(world.client.start(request)).rejects.toThrow(/address/);
  });
});

test.concurrent('a withdrawal on BigONE that the exchange makes internal is delivered without a txid', async () => {
  const request = world.request('bigone', { address: ownCustomer });
  await world.client.start(request);
  const result = await world.client.result(request.withdrawalId);
  expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes', txid: null, settlement: { by: 'record' } });
  expect(world.accepted('bigone', request)).toMatchObject([{ kind: 'internal', money: 'left', txid: null }]);
});
