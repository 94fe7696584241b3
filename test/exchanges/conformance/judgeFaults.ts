import { expect } from '@jest/globals';

import type { CancelAnswer } from '../../../domain/submitAnswer.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { OpenWithdrawal } from '../../../exchanges/exchange.ts';
import { createManualClock } from '../../../simulator/index.ts';
import type { FaultCase } from './faultTable.ts';
import { again, type Read, readRecord, reasonOf, recordsFor, ways } from './readings.ts';
import { poll, type Scene, type SetScene, submitted } from './scene.ts';

const patient = 10_000;
const impatient = 200;

/**
 * Submits under a fault: the answer and its reason are the table's and fit the ledger, one request goes out, and
 * what was taken is found again. Where a repeat is safe, it makes exactly one.
 */
export async function judgeSubmit(set: SetScene, { order, row, reasonOn }: FaultCase): Promise<void> {
  const clock = createManualClock(Date.now());
  const scene = await set(row.late ? { simulator: { clock } } : {});
  const { simulator, exchange, sent, patience } = scene;
  const intent = await scene.intent();
  const accepted = new Promise((resolve) => simulator.ledger.subscribe(resolve));
  const idsFound = async (): Promise<(string | null)[]> => {
    const { records, isProof } = await again(() => recordsFor(exchange, intent));
    expect(isProof).toBe(true);
    return records.map((record) => record.exchangeWithdrawalId);
  };
  patience.timeoutMs = row.impatient ? impatient : patient;
  simulator.arm({ ...order, on: 'submit' });
  sent.length = 0;
  const answer = await exchange.submit(intent);
  const reason = reasonOn[scene.name] ?? row.reason;
  expect(answer).toMatchObject({ kind: row.submit, ...(reason === null ? {} : { reason }) });
  expect(sent).toHaveLength(1);
  patience.timeoutMs = patient;
  if (row.late) {
    await clock.timersPending(1);
    expect(await idsFound()).toEqual([]);
    clock.advance(order.delayMs ?? 0);
  }
  if (row.impatient) await accepted;
  await calm(scene);
  const ids = simulator.ledger.accepted().map((entry) => entry.exchangeWithdrawalId);
  expect(ids).toHaveLength(row.accepted);
  expect(simulator.ledger.entries()).toHaveLength(row.accepted);
  if (answer.kind === 'accepted') expect(ids).toEqual([answer.exchangeWithdrawalId]);
  expect(await idsFound()).toEqual(ids);
  if (exchange.capabilities.repeatSubmit !== 'safe') return;
  expect(await exchange.submit(intent)).toMatchObject({ kind: 'accepted' });
  expect(simulator.ledger.accepted()).toHaveLength(1);
}

/**
 * Reads a pending withdrawal under a fault, in each way: the truth, or a reason to retry; never absence that
 * is not so.
 */
export async function judgeReads(set: SetScene, fault: FaultCase): Promise<void> {
  // Where each read waits until its time is up, all wait at once, each for an exchange of its own.
  if (fault.row.impatient) {
    await Promise.all(Object.values(ways).map(async (way) => judgeRead(await set(), fault, [way])));
    return;
  }
  await judgeRead(await set(), fault, Object.values(ways));
}

async function judgeRead(scene: Scene, { order, row }: FaultCase, chosen: readonly Read[]): Promise<void> {
  const { intent, open } = await submitted(scene);
  // At first one request is struck and the next not; then all are.
  for (const times of row.strikes === 'request' && !row.impatient ? [1, 1_000] : [1_000]) {
    for (const read of chosen) {
      scene.patience.timeoutMs = row.impatient ? impatient : patient;
      scene.simulator.arm({ ...order, on: 'follow', times });
      expect(row.read).toContain(await read(scene.exchange, open, intent).catch(reasonOf));
      await calm(scene);
    }
  }
  scene.patience.timeoutMs = patient;
  expect(await again(() => readRecord(scene, open))).toMatchObject({ status: 'PENDING' });
}

/** Probes under a fault: names the account, or throws a reason to retry. */
export async function judgeProbe(scene: Scene, { order, row }: FaultCase): Promise<void> {
  await submitted(scene);
  scene.patience.timeoutMs = row.impatient ? impatient : patient;
  scene.simulator.arm({ ...order, on: 'any', times: 1_000 });
  const told = await scene.exchange.probe(poll).then(
    (probe) => probe.exchangeAccountId,
    (error: unknown) => (error instanceof ExchangeError ? error.reason : error),
  );
  expect([
    scene.bench.account.accountId,
    'unreachable',
    'rateLimited',
    'noAnswer',
    'unreadableAnswer',
    'unknownCode',
  ]).toContain(told);
}

/** Asks to cancel under a fault: nothing is known afterwards, and nothing is thrown. */
export async function judgeCancel(scene: Scene, { order, row }: FaultCase): Promise<void> {
  const { open } = await submitted(scene);
  scene.patience.timeoutMs = row.impatient ? impatient : patient;
  scene.simulator.arm({ ...order, on: 'cancel' });
  expect(await cancel(scene, open)).toMatchObject({ kind: 'unknown' });
  expect(scene.simulator.ledger.accepted()).toHaveLength(1);
}

export function cancel({ exchange, bench }: Scene, open: OpenWithdrawal): Promise<CancelAnswer> {
  if (!('requestCancel' in exchange)) throw new Error('this adapter has no cancel');
  return exchange.requestCancel({ ...open, network: bench.request.network });
}

async function calm({ simulator }: Scene): Promise<void> {
  simulator.disarm();
  await simulator.resume();
}
