import { describe, expect, test } from '@jest/globals';

import { faultNames, type FaultOrder, type ManualClock } from '../../simulator/index.ts';
import { lost, otherTronAddress, withExchange } from './support.ts';

const never = [{ afterMs: 1e12, status: 'completed' as const }];
const codeOf = (json: { code?: unknown } | null) => Number(json?.code ?? 0);

/** Keeps the time moving until every answer is in. */
async function drained(clock: ManualClock, ends: Promise<unknown>): Promise<void> {
  const isOver = ends.then(() => true);
  while (!(await Promise.race([isOver, new Promise((resolve) => setImmediate(resolve, false))]))) clock.advance(1);
  clock.advance(1000);
}

describe.each(['bigone', 'bitunix'] as const)('faults of %s', (exchange) => {
  const failing = exchange === 'bigone' ? 'FAILED' : 'fail';
  const pending = exchange === 'bigone' ? 'PENDING' : 'pending';
  const start = () => withExchange(exchange, { script: never });

  test('dropBeforeAccept: nothing is booked, no answer comes', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'dropBeforeAccept', on: 'submit' });
    expect([await lost(submit()), simulator.ledger.entries().length]).toEqual(['ECONNRESET', 0]);
    expect((await submit()).status).toBe(200);
  });

  test('acceptThenDropReply: booked once, no answer comes, the ledger says why', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
    expect(await lost(submit())).toBe('ECONNRESET');
    expect(simulator.ledger.entries().map((entry) => entry.viaFault)).toEqual(['acceptThenDropReply']);
    expect(simulator.armedFaultHits('acceptThenDropReply')).toBe(1);
  });

  test('acceptThenDropReply on a cancel: the cancel is taken', async () => {
    const { simulator, clock, accepted, cancel } = await start();
    const { id, exchangeWithdrawalId } = await accepted();
    simulator.arm({ name: 'acceptThenDropReply', on: 'cancel' });
    expect(await lost(cancel(id))).toBe('ECONNRESET');
    clock.advance(200);
    expect(simulator.ledger.get(exchangeWithdrawalId)?.status).toBe('cancelled');
  });

  test('acceptThen5xx: booked, answered with the status asked for', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'acceptThen5xx', on: 'submit', status: 503 });
    expect([(await submit()).status, simulator.ledger.accepted().length]).toEqual([503, 1]);
  });

  test('acceptLate: booked only after the delay, even if the client has gone', async () => {
    const { simulator, clock, submit } = await start();
    simulator.arm({ name: 'acceptLate', on: 'submit', delayMs: 5000 });
    const answer = submit();
    await clock.timersPending(1);
    const before = simulator.ledger.entries().length;
    clock.advance(5000);
    expect([before, simulator.ledger.entries().length, (await answer).status]).toEqual([0, 1, 200]);
  });

  test('slow: booked at once, answered after the delay', async () => {
    const { simulator, clock, submit } = await start();
    simulator.arm({ name: 'slow', on: 'submit', delayMs: 5000 });
    const answer = submit();
    await clock.timersPending(2);
    expect(simulator.ledger.entries()).toHaveLength(1);
    clock.advance(5000);
    expect((await answer).status).toBe(200);
  });

  test('tooManyRequests: refused with Retry-After, nothing booked', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'tooManyRequests', on: 'submit', delayMs: 2500 });
    const answer = await submit();
    expect([answer.status, answer.headers['retry-after'], simulator.ledger.entries().length]).toEqual([429, '3', 0]);
    expect(simulator.requestsRefusedByRateLimit()).toBe(0);
  });

  test.each([
    [undefined, 1],
    [true, 1],
    [false, 0],
  ])('malformedBody with accepts %s books %i and answers half a JSON', async (accepts, booked) => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'malformedBody', on: 'submit', ...(accepts === undefined ? {} : { accepts }) });
    const answer = await submit();
    expect([answer.status, answer.json, answer.text.startsWith('{'), simulator.ledger.entries().length]).toEqual([
      200,
      null,
      true,
      booked,
    ]);
  });

  test.each([
    [undefined, 502],
    [200, 200],
  ])('htmlBody with status %s answers a page with HTTP %i, nothing booked', async (status, shown) => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'htmlBody', on: 'submit', ...(status === undefined ? {} : { status }) });
    const answer = await submit();
    expect([answer.status, answer.headers['content-type'], simulator.ledger.entries().length]).toEqual([
      shown,
      'text/html; charset=utf-8',
      0,
    ]);
  });

  test.each([
    [undefined, 0],
    [true, 1],
  ])('unknownCode with accepts %s books %i', async (accepts, booked) => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'unknownCode', on: 'submit', ...(accepts === undefined ? {} : { accepts }) });
    expect(codeOf((await submit()).json)).toBeGreaterThan(90_000);
    expect(simulator.ledger.entries()).toHaveLength(booked);
  });

  test('insufficientFundsLocked: the lost first one locks what a second one would need', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'insufficientFundsLocked', on: 'submit' });
    expect(await lost(submit())).toBe('ECONNRESET');
    expect(codeOf((await submit()).json)).toBe(exchange === 'bigone' ? 10014 : 20003);
    expect(simulator.ledger.entries()).toHaveLength(1);
  });

  test('unknownStatus: shown for as many reads as ordered', async () => {
    const { simulator, accepted, lookup, statuses } = await start();
    const { id } = await accepted();
    simulator.arm({ name: 'unknownStatus', on: 'follow', times: 2 });
    const seen = [await lookup(id), await lookup(id), await lookup(id)].flatMap(statuses);
    expect(seen.map((status) => status.toLowerCase())).toEqual(['risk_reviewing', 'risk_reviewing', 'pending']);
  });

  test('unknownStatus tied to a submit strikes that record and no other', async () => {
    const { simulator, accepted, lookup, statuses } = await start();
    const before = await accepted();
    simulator.arm({ name: 'unknownStatus', on: 'submit' });
    const struck = await accepted();
    const seen = [await lookup(before.id), await lookup(struck.id), await lookup(struck.id)].flatMap(statuses);
    expect(seen.map((status) => status.toLowerCase())).toEqual(['pending', 'risk_reviewing', 'pending']);
  });

  test('statusFlapping: every other read says the opposite', async () => {
    const { simulator, accepted, lookup, statuses } = await start();
    const { id } = await accepted();
    simulator.arm({ name: 'statusFlapping', on: 'lookup', times: 3 });
    const seen = [await lookup(id), await lookup(id), await lookup(id), await lookup(id)].flatMap(statuses);
    expect(seen).toEqual([failing, pending, failing, pending]);
  });

  test('historyLag: invisible in list and look-up until the delay after acceptance is over', async () => {
    const { simulator, clock, accepted, lookup, list, statuses } = await start();
    simulator.arm({ name: 'historyLag', on: 'submit', delayMs: 3000 });
    const { id } = await accepted();
    const early = [await lookup(id), await list()].flatMap(statuses).filter((status) => status === pending);
    clock.advance(3000);
    expect([early, [await lookup(id), await list()].flatMap(statuses)]).toEqual([[], [pending, pending]]);
  });

  test('recordMissing: gone for the delay, or until disarmed', async () => {
    const { simulator, clock, accepted, lookup, list, statuses } = await start();
    const { id } = await accepted();
    const seen = async () =>
      [await lookup(id), await list()].flatMap(statuses).filter((status) => status === pending).length;
    simulator.arm({ name: 'recordMissing', on: 'follow', delayMs: 1000 });
    const during = await seen();
    clock.advance(1000);
    const after = await seen();
    simulator.arm({ name: 'recordMissing', on: 'follow', times: Number.POSITIVE_INFINITY });
    const again = await seen();
    simulator.disarm();
    expect([during, after, again, await seen()]).toEqual([0, 2, 0, 2]);
  });

  test('duplicatePage: a list gives its rows twice, once', async () => {
    const { simulator, accepted, list, statuses } = await start();
    await accepted();
    simulator.arm({ name: 'duplicatePage', on: 'follow' });
    expect([statuses(await list()).length, statuses(await list()).length]).toEqual([2, 1]);
  });

  test('feeNullWhilePending: the fee shows only with the final status', async () => {
    const { simulator, accepted, lookup } = await start();
    simulator.arm({ name: 'feeNullWhilePending', on: 'submit' });
    const { id, exchangeWithdrawalId } = await accepted();
    const feeOf = async () => [(await lookup(id)).json.data].flat()[0].fee;
    const before = await feeOf();
    simulator.advance(exchangeWithdrawalId, 'completed');
    expect([before, Number(await feeOf())]).toEqual([null, 1]);
  });

  test.each(['cancel', 'submit', 'any'] as const)(
    'cancelLosesRace armed on %s: the cancel is taken, the money leaves',
    async (on) => {
      const { simulator, clock, accepted, cancel } = await start();
      simulator.arm({ name: 'cancelLosesRace', on });
      const { id, exchangeWithdrawalId } = await accepted();
      expect(codeOf((await cancel(id)).json)).toBe(0);
      clock.advance(200);
      expect(simulator.ledger.get(exchangeWithdrawalId)).toMatchObject({ status: 'completed', money: 'left' });
      expect(simulator.armedFaultHits('cancelLosesRace')).toBe(1);
    },
  );

  test('refuseConnection: the port is closed for the delay', async () => {
    const { simulator, clock, submit } = await start();
    simulator.arm({ name: 'refuseConnection', on: 'any', delayMs: 1000 });
    expect(await lost(submit())).toBe('ECONNREFUSED');
    clock.advance(1000);
    expect([(await submit()).status, simulator.ledger.entries().length]).toEqual([200, 1]);
  });

  test('refuseConnection after a read: the read is answered, what follows is refused until disarmed', async () => {
    const { simulator, list, submit } = await start();
    simulator.arm({ name: 'refuseConnection', on: 'submit', after: 'follow', delayMs: Number.POSITIVE_INFINITY });
    expect([(await list()).status, await lost(submit())]).toEqual([200, 'ECONNREFUSED']);
    simulator.disarm();
    expect([(await submit()).status, simulator.armedFaultHits('refuseConnection')]).toEqual([200, 1]);
  });

  test('a match narrows a fault to the withdrawals that fit', async () => {
    const { simulator, submit } = await start();
    simulator.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address: otherTronAddress, amount: '20.0' } });
    const outcomes = [await lost(submit()), await lost(submit({ address: otherTronAddress }))];
    expect(outcomes).toEqual(['answered', 'ECONNRESET']);
  });

  const points = ['submit', 'follow', 'lookup', 'cancel', 'any'] as const;
  const everywhere = faultNames.flatMap((name) => points.map((on) => [name, on] as const));
  test.each(everywhere)('%s on %s never books a submit twice nor loses money', async (name, on) => {
    const { simulator, clock, submit, list, accepted, cancel } = await start();
    const { id } = await accepted();
    simulator.arm({ name, on, delayMs: 0 } satisfies FaultOrder);
    const ends = Promise.all([submit(), list(), cancel(id)].map(lost));
    await drained(clock, ends);
    simulator.disarm();
    const locked = simulator.ledger.accepted().filter((entry) => entry.money === 'locked').length;
    const each = exchange === 'bigone' ? 21 : 20;
    expect(simulator.ledger.entries().length).toBeLessThanOrEqual(2);
    expect(Number(simulator.balanceOf('key-1', 'TRX').locked)).toBe(locked * each);
  });
});

describe('ordering a fault', () => {
  test.each([
    [{ name: 'meteor', on: 'submit' }, 'fault.name'],
    [{ name: 'slow', on: 'lunch' }, 'fault.on'],
    [{ name: 'slow' }, 'fault.on'],
    [{ name: 'slow', on: 'submit', times: -1 }, 'fault.times'],
    [{ name: 'slow', on: 'submit', delay: 5 }, 'fault.delay'],
    [{ name: 'slow', on: 'submit', match: { adress: 'x' } }, 'fault.match.adress'],
  ])('%j is refused naming %s', async (order, field) => {
    const { simulator } = await withExchange('bigone');
    expect(() => simulator.arm(order as FaultOrder)).toThrow(field);
  });
});
