import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, both, following, texts } from './support/withdrawals.ts';

const world = await startWorld();
afterAll(() => world.stop());

describe.each(both)('FOLLOWING on %s that a person should look at', (exchange) => {
  test.concurrent('unknown status → attention unknownStatus → known status → SETTLED (delivered)', async () => {
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', { raw: 'RECHECKING' });
    const seen = await world.until(request.withdrawalId, (view) => view.attention === 'unknownStatus');
    // The exchange's word is shown verbatim. Our own status stays what it was.
    expect(seen).toMatchObject({
      phase: 'FOLLOWING',
      status: 'PENDING',
      moneyLeft: 'unknown',
      state: { exchangeStatus: 'RECHECKING' },
    });
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.until(request.withdrawalId, (view) => view.attention === null && view.status === 'L1_CONFIRMING');
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
  });

  test.concurrent('record gone → recordMissing → record back → attention cleared → SETTLED (delivered)', async () => {
    const request = aStill(world, exchange);
    const { exchangeWithdrawalId } = await following(world, request);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.until(request.withdrawalId, (view) => view.status === 'L1_CONFIRMING');
    world.simulators[exchange].arm({
      name: 'recordMissing',
      on: 'any',
      times: 1_000_000,
      match: { address: request.address },
    });
    const seen = await world.until(request.withdrawalId, (view) => view.attention === 'recordMissing');
    expect(seen).toMatchObject({ phase: 'FOLLOWING', status: 'L1_CONFIRMING', moneyLeft: 'unknown' });
    world.simulators[exchange].disarm();
    await world.until(request.withdrawalId, (view) => view.attention === null);
    world.simulators[exchange].advance(exchangeWithdrawalId ?? '', 'completed');
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(texts(result.state)).toContain('the exchange has not shown the record since');
    expect(world.left(exchange, request)).toHaveLength(1);
  });
});

describe('FOLLOWING on bitunix', () => {
  test.concurrent('verification → attention actionInExchangeApp → confirmed there → SETTLED (delivered)', async () => {
    const request = aStill(world, 'bitunix');
    const { exchangeWithdrawalId } = await following(world, request);
    world.simulators.bitunix.advance(exchangeWithdrawalId ?? '', 'verification');
    const seen = await world.until(request.withdrawalId, (view) => view.attention === 'actionInExchangeApp');
    expect(seen).toMatchObject({ phase: 'FOLLOWING', status: 'PENDING', state: { exchangeStatus: 'verification' } });
    world.simulators.bitunix.advance(exchangeWithdrawalId ?? '', 'broadcast');
    await world.until(request.withdrawalId, (view) => view.attention === null);
    world.simulators.bitunix.advance(exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
  });
});

describe('FOLLOWING on bigone', () => {
  test.concurrent('one missing record raises nothing on its neighbour', async () => {
    const [lost, kept] = [aStill(world, 'bigone'), aStill(world, 'bigone')];
    await Promise.all([following(world, lost), following(world, kept)]);
    world.simulators.bigone.advance(world.accepted('bigone', kept)[0]?.exchangeWithdrawalId ?? '', 'completed');
    expect(await world.client.result(kept.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      state: { attention: null },
    });
    expect(await world.client.get(lost.withdrawalId)).toMatchObject({ phase: 'FOLLOWING', moneyLeft: 'unknown' });
  });
});
