import { describe, expect, test } from '@jest/globals';

import { faultNames } from '../../simulator/index.ts';
import { lost, send, withExchange, withSimulator } from './support.ts';

const control = (simulator: { baseUrl: string }, method: string, path: string, body?: unknown) =>
  send(
    method,
    `${new URL(simulator.baseUrl).origin}/_simulator/${path}`,
    body === undefined ? undefined : JSON.stringify(body),
    {},
  );

describe('rate limits', () => {
  test('Bitunix: 10 in a second for each endpoint, then 429 until the second is over', async () => {
    const { get, clock, simulator } = await withSimulator({ exchange: 'bitunix' });
    const ask = async (path: string) => get(`/api/spot/v1/user/${path}`);
    for (let count = 0; count < 10; count += 1) expect((await ask('account')).status).toBe(200);
    const refused = await ask('account');
    const elsewhere = await ask('info');
    clock.advance(1000);
    expect([
      refused.status,
      refused.json.code,
      refused.headers['retry-after'],
      elsewhere.status,
      (await ask('account')).status,
    ]).toEqual([429, '10006', '1', 200, 200]);
    expect(simulator.requestsRefusedByRateLimit()).toBe(1);
  });

  test('BigONE: one limit over all endpoints', async () => {
    const { get, simulator } = await withSimulator({ exchange: 'bigone', rateLimit: { requests: 2, perMs: 10_000 } });
    const answers = [await get('/ping'), await get('/viewer/accounts'), await get('/viewer/withdrawals')];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
    expect([answers[2]!.json.code, answers[2]!.headers['retry-after'], simulator.requestsRefusedByRateLimit()]).toEqual(
      [10429, '10', 1],
    );
  });

  test('a submit beyond the limit is not booked', async () => {
    const { submit, simulator } = await withExchange('bigone', { rateLimit: { requests: 1, perMs: 1000 } });
    await submit();
    expect([(await submit()).status, simulator.ledger.entries().length]).toEqual([429, 1]);
  });
});

describe('the server', () => {
  test('counts requests by endpoint', async () => {
    const { simulator, accepted, lookup } = await withExchange('bigone');
    const { id } = await accepted();
    await lookup(id);
    await lookup(id);
    expect(simulator.requestCounts()).toEqual({ 'POST /viewer/withdrawals': 1, 'GET /viewer/withdrawals/{guid}': 2 });
  });

  test('refuses connections while paused and is back on the same port', async () => {
    const { simulator, list } = await withExchange('bitunix');
    await simulator.pause();
    const paused = await lost(list());
    await simulator.resume();
    expect([paused, (await list()).status]).toEqual(['ECONNREFUSED', 200]);
  });

  test('goes away in the middle of a request: carried out, never answered, and the ledger is kept', async () => {
    let goAway = false;
    const seen: string[] = [];
    const { simulator, submit, list } = await withExchange('bitunix', {
      onRequest({ method, path }) {
        seen.push(`${method} ${path}`);
        if (goAway) void simulator.pause();
        goAway = false;
      },
    });
    goAway = true;
    expect(await lost(submit())).toBe('ECONNRESET');
    expect([await lost(list()), simulator.ledger.entries().length]).toEqual(['ECONNREFUSED', 1]);
    await simulator.resume();
    expect([(await list()).status, seen]).toEqual([
      200,
      ['POST /api/spot/v1/withdraw', 'POST /api/spot/v1/withdraw_transfer/page'],
    ]);
  });

  test('holds requests back and carries them out later, in order', async () => {
    const { simulator, submit } = await withExchange('bigone');
    simulator.hold();
    const waiting = [submit(), submit()];
    while (simulator.underway() < 2) await new Promise((turn) => setImmediate(turn));
    expect(simulator.ledger.entries()).toEqual([]);
    simulator.release();
    expect([
      (await Promise.all(waiting)).map(({ status }) => status),
      simulator.ledger.entries().length,
      simulator.underway(),
    ]).toEqual([[200, 200], 2, 0]);
  });

  test('tells what it will still carry out', async () => {
    const { simulator, clock, submit } = await withExchange('bigone');
    simulator.arm({ name: 'acceptLate', on: 'submit', delayMs: 40_000 });
    const late = submit();
    await clock.timersPending(1);
    expect([simulator.underway(), simulator.ledger.entries().length]).toEqual([1, 0]);
    clock.advance(40_000);
    expect([(await late).status, simulator.underway(), simulator.ledger.entries().length]).toEqual([200, 0, 1]);
  });

  test('closes with requests unanswered and leaves no timer', async () => {
    const { simulator, clock, submit } = await withExchange('bigone');
    simulator.arm({ name: 'slow', on: 'submit', delayMs: 60_000 });
    const request = lost(submit());
    await clock.timersPending(3);
    await simulator.close();
    expect([await request, clock.pendingTimers()]).toEqual(['ECONNRESET', 0]);
  });

  test.each(['bigone', 'bitunix'] as const)('%s knows no other path', async (exchange) => {
    const { get } = await withSimulator({ exchange });
    expect((await get('/nowhere')).status).toBe(404);
  });

  test.each(['{', '[]', '""', 'null'])('a body of %s is refused, not crashed on', async (body) => {
    const codes = await Promise.all([
      withSimulator({ exchange: 'bigone' }).then(({ post }) => post('/viewer/withdrawals', body)),
      withSimulator({ exchange: 'bitunix' }).then(({ post }) => post('/api/spot/v1/withdraw', body)),
    ]);
    expect(codes.map((answer) => String(answer.json.code))).toEqual(['10007', '2']);
  });
});

describe('control over HTTP', () => {
  test('arms, shows and clears faults', async () => {
    const { simulator, submit } = await withExchange('bigone');
    const armed = await control(simulator, 'POST', 'faults', { name: 'dropBeforeAccept', on: 'submit', times: 2 });
    expect(armed.json.armed).toEqual([{ name: 'dropBeforeAccept', on: 'submit', times: 2 }]);
    expect(await lost(submit())).toBe('ECONNRESET');
    expect((await control(simulator, 'GET', 'faults')).json.armed).toMatchObject([{ times: 1 }]);
    expect(Object.keys((await control(simulator, 'GET', 'faults')).json.known)).toEqual([...faultNames]);
    expect((await control(simulator, 'DELETE', 'faults')).json.armed).toEqual([]);
    expect((await submit()).status).toBe(200);
  });

  test('shows the ledger, sets scripts, moves a withdrawal', async () => {
    const { simulator, clock, accepted } = await withExchange('bitunix');
    await control(simulator, 'POST', 'script', {
      script: [{ afterMs: 5, status: { raw: 'odd' } }],
      match: { asset: 'TRX' },
    });
    const { exchangeWithdrawalId } = await accepted();
    clock.advance(5);
    expect((await control(simulator, 'GET', 'ledger')).json).toMatchObject([
      { exchangeWithdrawalId, status: { raw: 'odd' } },
    ]);
    const moved = await control(simulator, 'POST', 'advance', {
      exchangeWithdrawalId,
      status: 'completed',
      txid: 'abc',
    });
    expect(moved.json).toMatchObject({ status: 'completed', txid: 'abc', money: 'left' });
  });

  test.each([
    ['faults', { name: 'meteor', on: 'submit' }, 'fault.name: expected one of'],
    ['script', { script: [{ afterMs: 'soon', status: 'completed' }] }, 'body.script[0].afterMs: expected a number'],
    ['script', { script: [{ afterMs: 1, status: 'gone' }] }, 'body.script[0].status: expected one of'],
    ['advance', { status: 'completed' }, 'body.exchangeWithdrawalId: expected a value'],
    ['advance', { exchangeWithdrawalId: '7', status: 'completed' }, 'exchangeWithdrawalId: no withdrawal 7 here'],
  ])('%s refuses %j naming the field', async (path, body, message) => {
    const { simulator } = await withSimulator({ exchange: 'bigone' });
    const answer = await control(simulator, 'POST', path, body);
    expect([answer.status, answer.json.error]).toEqual([400, expect.stringContaining(message)]);
  });

  test('an unknown control is told what there is', async () => {
    const { simulator } = await withSimulator({ exchange: 'bigone' });
    const answer = await control(simulator, 'GET', 'secrets');
    expect([answer.status, answer.json.error]).toEqual([404, expect.stringContaining('GET /ledger')]);
  });
});
