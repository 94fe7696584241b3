import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { by } from './support/withdrawals.ts';

/* Where a repeat is safe (here BigONE by its option `trustGuid`), the account still decides about every send. */

const world = await startWorld({ options: { bigone: { trustGuid: true } } });
afterAll(() => world.stop());

const { bigone } = world.simulators;
const account = world.accountOf('bigone');
const pause = () => world.client.account.pause(account, by);

describe('a permit before every send', () => {
  test('SUBMITTING (account paused) → FOLLOWING → SETTLED (L1_COMPLETED, once it is resumed)', async () => {
    await pause();
    const request = world.request('bigone');
    await world.client.start(request);
    const waiting = await world.until(request.withdrawalId, (view) => /paused/.test(view.state?.waitingFor ?? ''));
    expect(waiting).toMatchObject({ phase: 'SUBMITTING', moneyLeft: 'unknown' });
    expect(world.accepted('bigone', request)).toEqual([]);
    await world.client.account.resume(account, by);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes' });
    expect(world.accepted('bigone', request)).toHaveLength(1);
  });

  test('SUBMITTING (account paused) → SETTLED (cancelled before it was sent)', async () => {
    await pause();
    const request = world.request('bigone');
    await world.client.start(request);
    await world.until(request.withdrawalId, (view) => /paused/.test(view.state?.waitingFor ?? ''));
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 30 });
    expect(cancelled).toMatchObject({ outcome: 'cancelledBeforeSubmit', moneyLeft: 'no' });
    await world.client.account.resume(account, by);
    expect(world.accepted('bigone', request)).toEqual([]);
  });

  test('SUBMITTING (refused for its rate) → SETTLED (cancelled before it was sent), never sent later', async () => {
    const request = world.request('bigone');
    const match = { address: request.address };
    bigone.arm({ name: 'tooManyRequests', on: 'submit', match, times: 1_000 });
    await world.client.start(request);
    await world.until(request.withdrawalId, () => bigone.armedFaultHits('tooManyRequests') > 0);
    const cancelled = await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 60 });
    expect(cancelled).toMatchObject({ outcome: 'cancelledBeforeSubmit', moneyLeft: 'no' });
    bigone.disarm();
    expect(world.accepted('bigone', request)).toEqual([]);
    expect((await world.client.account.state(account)).openClaims).toEqual([]);
  });

  test('SUBMITTING (its reply was lost), cancelled → looked for, never sent again → NEEDS_REVIEW', async () => {
    const request = world.request('bigone');
    bigone.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address: request.address }, times: 1_000 });
    await world.client.start(request);
    await world.until(request.withdrawalId, () => bigone.armedFaultHits('dropBeforeAccept') > 0);
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    const review = await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    expect(review).toMatchObject({ moneyLeft: 'unknown', state: { cancel: { outcome: 'pending' } } });
    bigone.disarm();
    expect(world.accepted('bigone', request)).toEqual([]);
  });
});
