import { describe, expect, test } from '@jest/globals';

import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { createManualClock } from '../../../simulator/index.ts';
import { kinds, poll, submitted, withEdgex, type Setting } from './support/withEdgex.ts';

const isThere = async ({ exchange }: Setting, intent: SubmitIntent) =>
  (await exchange.findByClientId(intent, poll)).kind === 'found';

/* Faults that strike every exchange alike stand in conformance/faultTable.ts. */
describe.each(kinds)('%s: faults', (kind) => {
  test('submit: accepted after we gave up → unknown, not there; a repeat before that makes no second', async () => {
    const clock = createManualClock(Date.now());
    const setting = await withEdgex(kind, { clock }, { timeoutMs: 150 });
    const intent = await setting.intent();
    setting.simulator.arm({ name: 'acceptLate', on: 'submit', delayMs: 400 });
    expect(await setting.exchange.submit(intent)).toMatchObject({ kind: 'unknown', reason: 'noAnswer' });
    expect(await isThere(setting, intent)).toBe(false);
    expect(await setting.exchange.submit(intent)).toMatchObject({ kind: 'accepted' });
    expect(setting.simulator.underway()).toBe(1);
    clock.advance(400);
    expect(setting.simulator.underway()).toBe(0);
    expect(setting.simulator.ledger.accepted()).toHaveLength(1);
  });

  test('submit: too little money is no listed code, so it stays unknown', async () => {
    const { simulator, exchange, intent } = await withEdgex(kind);
    expect(await exchange.submit(await intent({ amount: '5000' }))).toMatchObject({
      kind: 'unknown',
      reason: 'unknownCode',
    });
    expect(simulator.ledger.entries()).toEqual([]);
  });

  test('reads: a failed batch leaves its ids unread, the others are read', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    const strangers = Array.from({ length: 100 }, (_, i) => ({
      exchangeWithdrawalId: String(i + 1),
      clientWithdrawalId: null,
      asset: 'USDT',
      notBeforeMs: 0,
    }));
    setting.simulator.arm({ name: 'acceptThen5xx', on: 'lookup' });
    const read = await setting.exchange.readStatuses([...strangers, open], poll);
    expect(read).toEqual({ records: [], unreadable: [], notRead: [open.exchangeWithdrawalId] });
  });

  test('unknownStatus: UNKNOWN with the verbatim word, then what it was', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    setting.simulator.arm({ name: 'unknownStatus', on: 'lookup' });
    const read = async () =>
      (await setting.exchange.readStatuses([open], poll)).records.map(({ status, exchangeStatus }) => [
        status,
        exchangeStatus,
      ]);
    expect(await read()).toEqual([['UNKNOWN', 'PENDING_MANUAL_REVIEW']]);
    expect((await read())[0]?.[0]).toBe('PENDING');
  });

  test('historyLag: not found at first, found later; a repeat in between makes no second', async () => {
    const clock = createManualClock(Date.now());
    const setting = await withEdgex(kind, { clock });
    const intent = await setting.intent();
    setting.simulator.arm({ name: 'historyLag', on: 'submit', delayMs: 300 });
    setting.simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
    expect(await setting.exchange.submit(intent)).toMatchObject({ kind: 'unknown' });
    expect(await isThere(setting, intent)).toBe(false);
    expect(await setting.exchange.submit(intent)).toMatchObject({ kind: 'accepted' });
    clock.advance(300);
    expect([await isThere(setting, intent), setting.simulator.ledger.accepted().length]).toEqual([true, 1]);
  });

  test('recordMissing: absent from the read, and that is all it says', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    setting.simulator.arm({ name: 'recordMissing', on: 'follow', times: Number.POSITIVE_INFINITY });
    expect(await setting.exchange.readStatuses([open], poll)).toEqual({ records: [], unreadable: [], notRead: [] });
    setting.simulator.disarm();
    expect((await setting.exchange.readStatuses([open], poll)).records).toHaveLength(1);
  });

  test('statusFlapping: each read tells what it saw', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    setting.simulator.arm({ name: 'statusFlapping', on: 'lookup', times: 2 });
    const read = async () => (await setting.exchange.readStatuses([open], poll)).records[0]?.status;
    expect([await read(), await read(), await read()]).toEqual(['FAILED', 'PENDING', 'PENDING']);
  });

  test('duplicatePage: rows shown twice are one withdrawal', async () => {
    const setting = await withEdgex(kind, { maxPageSize: 2 });
    const open = [
      await submitted(setting),
      await submitted(setting, { withdrawalId: 'w-2' }),
      await submitted(setting, { withdrawalId: 'w-3' }),
    ];
    setting.simulator.arm({ name: 'duplicatePage', on: 'follow', times: 1 });
    const first = await setting.exchange.findByClientId(open[0]?.intent as SubmitIntent, poll);
    expect(first).toMatchObject({ kind: 'found', record: { exchangeWithdrawalId: open[0]?.exchangeWithdrawalId } });
    setting.simulator.arm({ name: 'duplicatePage', on: 'follow', times: 1 });
    expect((await setting.exchange.readStatuses(open, poll)).records).toHaveLength(3);
  });

  test('too many requests by the limit itself: notSent, and nothing is booked', async () => {
    const setting = await withEdgex(kind, { rateLimit: { requests: 4, perMs: 60_000 } });
    const intent = await setting.intent();
    const answers = [];
    for (let count = 0; count < 5; count += 1) answers.push((await setting.exchange.submit(intent)).kind);
    expect([answers.at(-1), setting.simulator.ledger.accepted().length]).toEqual(['notSent', 1]);
  });
});

test('feeNullWhilePending: without the fee, what was asked for is not told', async () => {
  const setting = await withEdgex('edgex-cross-withdraw');
  setting.simulator.arm({ name: 'feeNullWhilePending', on: 'submit' });
  const open = await submitted(setting);
  const read = async () => (await setting.exchange.readStatuses([open], poll)).records[0];
  expect(await read()).toMatchObject({ amount: null, fee: null, feeAsset: null });
  expect(await setting.exchange.findByClientId(open.intent, poll)).toMatchObject({ kind: 'found' });
  setting.simulator.advance(open.exchangeWithdrawalId, 'completed');
  expect(await read()).toMatchObject({
    amount: '20.5',
    fee: '2',
    feeAsset: 'USDT',
    status: 'L1_COMPLETED',
    txid: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  });
});
