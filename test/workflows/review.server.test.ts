import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { ambiguous, aStill, both, by, decision, inReview, payByHand, texts } from './support/withdrawals.ts';

const world = await startWorld({ policy: { lateWatch: '60 seconds', reviewInterval: '500 ms' } });
afterAll(() => world.stop());

const resolve = (withdrawalId: string, ...given: Parameters<typeof decision>) =>
  world.client.resolve(withdrawalId, decision(...given));

describe.each(both)('NEEDS_REVIEW on %s (submit lost, nothing found)', (exchange) => {
  test.concurrent('SUBMITTING → NEEDS_REVIEW: says unknown, asks a person, and never sends again', async () => {
    const request = await inReview(world, exchange);
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      attention: 'review',
      moneyLeft: 'unknown',
      status: null,
      state: { submissions: [{ number: 1, outcome: 'unknown' }] },
    });
    expect(world.accepted(exchange, request)).toHaveLength(0);
    expect(world.simulators[exchange].ledger.accepted({ address: request.address })).toHaveLength(0);
  });

  test.concurrent('adopt is refused for a record that is not ours, and changes nothing', async () => {
    const request = await inReview(world, exchange);
    const elsewhere = payByHand(world, exchange, world.request(exchange));
    await expect(resolve(request.withdrawalId, 'adopt', elsewhere)).rejects.toMatchObject({
      kind: 'resolutionRefused',
      because: expect.stringContaining(`record ${elsewhere} went to another address`),
    });
    await expect(resolve(request.withdrawalId, 'adopt', '999999999')).rejects.toMatchObject({
      kind: 'resolutionRefused',
      because: expect.stringContaining('shows no withdrawal 999999999'),
    });
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      phase: 'NEEDS_REVIEW',
      exchangeWithdrawalId: null,
    });
  });

  test.concurrent('adopt is refused for a record of another amount', async () => {
    const request = await inReview(world, exchange);
    const other = payByHand(world, exchange, request, { amount: '250' });
    await expect(resolve(request.withdrawalId, 'adopt', other)).rejects.toMatchObject({
      because: expect.stringContaining('another amount'),
    });
    expect((await world.client.get(request.withdrawalId)).phase).toBe('NEEDS_REVIEW');
  });

  test.concurrent('adopt is refused for a record that another withdrawal of ours claims', async () => {
    const first = world.request(exchange);
    await world.client.start(first);
    const { exchangeWithdrawalId } = await world.client.result(first.withdrawalId);
    const second = await inReview(world, exchange, world.request(exchange, { address: first.address }));
    await expect(resolve(second.withdrawalId, 'adopt', exchangeWithdrawalId ?? '')).rejects.toMatchObject({
      because: expect.stringContaining(`belongs to the withdrawal ${first.withdrawalId}`),
    });
    expect((await world.client.get(second.withdrawalId)).phase).toBe('NEEDS_REVIEW');
    expect(world.accepted(exchange, first)).toHaveLength(1);
  });

  test.concurrent('NEEDS_REVIEW → SETTLED (confirmNotSent: FAILED, the money stayed)', async () => {
    const request = await inReview(world, exchange);
    await resolve(request.withdrawalId, 'confirmNotSent');
    const result = await world.client.result(request.withdrawalId);
    expect(result).toMatchObject({
      status: 'FAILED',
      moneyLeft: 'no',
      settlement: { by: 'resolution', reason: 'confirmNotSent' },
    });
    await expect(resolve(request.withdrawalId, 'abandon')).rejects.toMatchObject({
      kind: 'resolutionRefused',
      because: 'it is settled already',
    });
  });

  test.concurrent('NEEDS_REVIEW → SETTLED (abandon: moneyLeft unknown, never FAILED)', async () => {
    const request = await inReview(world, exchange);
    await resolve(request.withdrawalId, 'abandon');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: null,
      moneyLeft: 'unknown',
      settlement: { by: 'resolution', reason: 'abandon' },
    });
  });

  test.concurrent('resubmit is refused before its time, and after a cancel', async () => {
    const request = await inReview(world, exchange);
    await expect(resolve(request.withdrawalId, 'resubmit')).rejects.toMatchObject({
      because: expect.stringMatching(/only 24 h after the last possible send/),
    });
    expect(await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 })).toMatchObject({
      outcome: 'pending',
      settled: false,
    });
    await world.until(request.withdrawalId, (view) => view.state?.cancel !== null);
    await expect(resolve(request.withdrawalId, 'resubmit')).rejects.toMatchObject({
      because: expect.stringContaining('a cancel was asked for'),
    });
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      phase: 'NEEDS_REVIEW',
      state: { submissions: [{ number: 1 }], cancel: { outcome: 'pending' } },
    });
  });

  test.concurrent('of two decisions at once one is taken and one refused', async () => {
    const request = await inReview(world, exchange);
    const outcomes = await Promise.allSettled([
      resolve(request.withdrawalId, 'confirmNotSent'),
      resolve(request.withdrawalId, 'abandon'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(String(refused?.reason)).toMatch(/another decision is being checked|settled already|not in review/);
    const { state } = await world.client.result(request.withdrawalId);
    expect(texts(state).match(/^(confirmNotSent|abandon) by ada:/gm)).toHaveLength(1);
  });

  test.concurrent('a decision outside of review is refused', async () => {
    const request = aStill(world, exchange);
    await world.client.start(request);
    await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
    await expect(resolve(request.withdrawalId, 'confirmNotSent')).rejects.toMatchObject({
      because: 'it is not in review: its phase is FOLLOWING',
    });
  });

  test.concurrent('NEEDS_REVIEW → FOLLOWING → SETTLED by itself when a single late record of it appears', async () => {
    const request = aStill(world, exchange);
    world.simulators[exchange].arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
    world.simulators[exchange].arm({
      name: 'historyLag',
      on: 'any',
      delayMs: 12_000,
      match: { address: request.address },
    });
    await world.client.start(request);
    await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    const result = await world.client.result(request.withdrawalId);
    // The cancel was noted in review and acted on once there was something to cancel.
    expect(result).toMatchObject({
      status: 'CANCELLED',
      moneyLeft: 'no',
      cancel: { outcome: 'cancelled' },
      exchangeWithdrawalId: world.accepted(exchange, request)[0]?.exchangeWithdrawalId,
    });
    expect(world.accepted(exchange, request)).toMatchObject([{ money: 'returned' }]);
  });

  test.concurrent('confirmNotSent → a late record contradicts it → lateContradiction → acknowledged', async () => {
    const request = world.request(exchange);
    world.simulators[exchange].arm({ name: 'acceptThenDropReply', on: 'submit', match: { address: request.address } });
    world.simulators[exchange].arm({
      name: 'historyLag',
      on: 'any',
      delayMs: 9_000,
      match: { address: request.address },
    });
    await world.client.start(request);
    await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    await resolve(request.withdrawalId, 'confirmNotSent');
    await world.client.result(request.withdrawalId);
    const watch = world.temporal.workflow.getHandle(`late-watch/${request.withdrawalId}`);
    await expect(resolve(request.withdrawalId, 'acknowledge')).rejects.toMatchObject({
      because: 'there is nothing to acknowledge',
    });
    let attention: unknown = null;
    while (attention === null) attention = (await watch.query<{ contradiction: unknown }>('lateWatch')).contradiction;
    expect(attention).toMatchObject({
      exchangeWithdrawalId: world.accepted(exchange, request)[0]?.exchangeWithdrawalId,
    });
    expect((await watch.describe()).searchAttributes['attention']).toEqual(['lateContradiction']);
    await resolve(request.withdrawalId, 'acknowledge');
    expect(await watch.result()).toMatchObject({ acknowledged: { actor: 'ada' } });
    // Appended, never rewritten.
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'FAILED',
      settlement: { reason: 'confirmNotSent' },
    });
  });
});

describe('NEEDS_REVIEW on bigone', () => {
  test.concurrent('NEEDS_REVIEW → FOLLOWING → SETTLED (adopt: paid by hand, the guid is not in it)', async () => {
    const request = await inReview(world, 'bigone');
    const id = payByHand(world, 'bigone', request);
    await resolve(request.withdrawalId, 'adopt', id);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      exchangeWithdrawalId: id,
    });
  });
});

describe('NEEDS_REVIEW on bitunix (several records could be it)', () => {
  test.concurrent('confirmNotSent and resubmit are refused while an unclaimed match exists', async () => {
    const { request, ours, twin } = await ambiguous(world);
    await expect(resolve(request.withdrawalId, 'confirmNotSent')).rejects.toMatchObject({
      because: expect.stringMatching(new RegExp(`(${ours}|${twin}).*cannot be confirmed as not sent`)),
    });
    await expect(resolve(request.withdrawalId, 'resubmit')).rejects.toMatchObject({ kind: 'resolutionRefused' });
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      phase: 'NEEDS_REVIEW',
      exchangeWithdrawalId: null,
    });
  });

  test.concurrent('NEEDS_REVIEW (cancel noted) → adopt → CANCELLING → SETTLED (the other untouched)', async () => {
    const { request, ours, twin } = await ambiguous(world);
    await world.client.cancel(request.withdrawalId, { ...by, waitSeconds: 0 });
    await world.until(request.withdrawalId, (view) => view.state?.cancel?.outcome === 'pending');
    await resolve(request.withdrawalId, 'adopt', ours);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'CANCELLED',
      moneyLeft: 'no',
      exchangeWithdrawalId: ours,
    });
    expect(world.simulators.bitunix.ledger.get(twin)).toMatchObject({ money: 'locked' });
  });

  test.concurrent('NEEDS_REVIEW → FOLLOWING → SETTLED (ours adopted; nobody else can adopt it)', async () => {
    const { request, ours } = await ambiguous(world);
    await resolve(request.withdrawalId, 'adopt', ours);
    world.simulators.bitunix.advance(ours, 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      moneyLeft: 'yes',
      exchangeWithdrawalId: ours,
    });
    expect(world.accepted('bitunix', request)).toHaveLength(1);
  });

  test.concurrent('NEEDS_REVIEW → FOLLOWING (adopted, though the read for it met the rate limit)', async () => {
    const { request, ours } = await ambiguous(world);
    const simulator = world.simulators.bitunix;
    simulator.arm({ name: 'tooManyRequests', on: 'lookup', match: { address: request.address } });
    await resolve(request.withdrawalId, 'adopt', ours);
    expect(simulator.armedFaultHits('tooManyRequests')).toBe(1);
    expect(await world.client.get(request.withdrawalId)).toMatchObject({
      phase: 'FOLLOWING',
      exchangeWithdrawalId: ours,
    });
  });
});
