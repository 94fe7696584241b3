import { expect } from '@jest/globals';

import type { CancelAnswer } from '../../../domain/submitAnswer.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { OpenWithdrawal } from '../../../exchanges/exchange.ts';
import type { FaultCase } from './faultTable.ts';
import { again, breakRow, readRecord, reads, recordsFor } from './readings.ts';
import { poll, type Scene, type Settings, submitted } from './scene.ts';

const patient = 10_000;
const impatient = 200;

/**
 * Submits under a fault: the answer must fit the ledger, one request must have gone out, and what was taken
 * must be found again.
 */
export async function judgeSubmit(scene: Scene, [, fault, row]: FaultCase): Promise<void> {
  const { simulator, exchange, sent, patience } = scene;
  const intent = await scene.intent();
  const accepted = new Promise((resolve) => simulator.ledger.subscribe(resolve));
  patience.timeoutMs = row.impatient ? impatient : patient;
  simulator.arm({ ...fault, on: 'submit' });
  sent.length = 0;
  const answer = await exchange.submit(intent);
  expect(answer.kind).toBe(row.submit);
  expect(sent).toHaveLength(1);
  if (row.impatient) await accepted;
  patience.timeoutMs = patient;
  await calm(scene);
  const ids = simulator.ledger.accepted().map((entry) => entry.exchangeWithdrawalId);
  if (answer.kind === 'rejected' || answer.kind === 'notSent') expect(ids).toEqual([]);
  if (answer.kind === 'accepted') expect(ids).toEqual([answer.exchangeWithdrawalId]);
  const { records, isProof } = await again(() => recordsFor(exchange, intent));
  expect(isProof).toBe(true);
  expect(records.map((record) => record.exchangeWithdrawalId)).toEqual(ids);
}

/**
 * Reads a pending withdrawal under a fault, in each way: the truth, or a reason to retry; never absence that
 * is not so.
 */
export async function judgeReads(scene: Scene, [, fault, row]: FaultCase): Promise<void> {
  const { intent, open } = await submitted(scene);
  // At first one request is struck and the next not; then all are.
  for (const times of row.strikes === 'request' && !row.impatient ? [1, 1_000] : [1_000]) {
    const allowed = times === 1 ? [...row.read, 'PENDING', 'notTold'] : row.read;
    for (const read of Object.values(reads)) {
      scene.patience.timeoutMs = row.impatient ? impatient : patient;
      scene.simulator.arm({ ...fault, on: 'follow', times });
      expect(allowed).toContain(await read(scene.exchange, open, intent));
      await calm(scene);
    }
  }
  scene.patience.timeoutMs = patient;
  expect(await again(() => readRecord(scene, open))).toMatchObject({ status: 'PENDING' });
}

/** Probes under a fault: names the account, or throws a reason to retry. */
export async function judgeProbe(scene: Scene, [, fault, row]: FaultCase): Promise<void> {
  await submitted(scene);
  scene.patience.timeoutMs = row.impatient ? impatient : patient;
  scene.simulator.arm({ ...fault, on: 'any', times: 1_000 });
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
export async function judgeCancel(scene: Scene, [, fault, row]: FaultCase): Promise<void> {
  const { open } = await submitted(scene);
  scene.patience.timeoutMs = row.impatient ? impatient : patient;
  scene.simulator.arm({ ...fault, on: 'cancel' });
  expect(await cancel(scene, open)).toMatchObject({ kind: 'unknown' });
  expect(scene.simulator.ledger.accepted()).toHaveLength(1);
}

/**
 * Breaks the row of the first of two: it alone is affected, or, where not even its id is left, nothing is
 * claimed about it.
 */
export async function judgeBrokenRow(set: (settings: Settings) => Promise<Scene>, keepsId: boolean): Promise<void> {
  const broken = { id: '' };
  const scene = await set({
    spoil: (answer) =>
      answer.kind === 'answered' && broken.id !== ''
        ? { ...answer, body: breakRow(answer.body, broken.id, keepsId) }
        : answer,
  });
  const [first, second] = [await submitted(scene), await submitted(scene, { withdrawalId: 'w-2', amount: '33' })];
  broken.id = first.open.exchangeWithdrawalId;
  const { records, unreadable, notRead } = await scene.exchange.readStatuses([first.open, second.open], poll);
  expect(records.map((record) => record.exchangeWithdrawalId)).toEqual([second.open.exchangeWithdrawalId]);
  expect([...unreadable, ...notRead]).toEqual([first.open.exchangeWithdrawalId]);
  for (const read of Object.values(reads))
    expect(['notTold', 'retry']).toContain(await read(scene.exchange, first.open, first.intent));
}

/** Reads more statuses than one request serves, all requests after the first being lost if it is to break off. */
export async function judgeMany(set: (settings: Settings) => Promise<Scene>, breaksOff: boolean): Promise<void> {
  const lost = { from: Number.POSITIVE_INFINITY };
  const scene: Scene = await set({
    spoil: (answer) => (scene.sent.length > lost.from ? { kind: 'noAnswer', code: 'TEST' } : answer),
  });
  const { kind, size } = scene.exchange.capabilities.statusBatch;
  const { open } = await submitted(scene);
  const { asset, network, address } = scene.bench.request;
  // Where ids are asked for, ids that nobody knows cost the same; where pages are read, rows must be there.
  const stranger = (index: number) =>
    kind === 'ids'
      ? String(index)
      : scene.simulator.addForeignWithdrawal({
          asset,
          network,
          address,
          amount: '5',
          acceptedAtMs: Date.now() - index * 30_000,
        });
  const others = Array.from({ length: size + 4 }, (_, index) => ({
    ...open,
    exchangeWithdrawalId: stranger(index + 1),
    clientWithdrawalId: null,
    notBeforeMs: Date.now() - 2 * 3_600_000,
  }));
  await scene.exchange.readStatuses([open], poll);
  scene.sent.length = 0;
  if (breaksOff) lost.from = 1;
  const { records, unreadable, notRead } = await scene.exchange.readStatuses([open, ...others], poll);
  if (breaksOff)
    return expect([notRead.length > 0, kind === 'ids' || records.length + notRead.length === size + 5]).toEqual([
      true,
      true,
    ]);
  expect([records.length, unreadable, notRead]).toEqual([kind === 'ids' ? 1 : size + 5, [], []]);
  // Without a cursor a full window has to be cut: still far from one request each.
  expect(scene.sent.length).toBeLessThanOrEqual(kind === 'ids' ? Math.ceil((size + 5) / size) + 1 : (size + 5) / 10);
}

export function cancel({ exchange, bench }: Scene, open: OpenWithdrawal): Promise<CancelAnswer> {
  if (!('requestCancel' in exchange)) throw new Error('this adapter has no cancel');
  return exchange.requestCancel({ ...open, network: bench.request.network });
}

async function calm({ simulator }: Scene): Promise<void> {
  simulator.disarm();
  await simulator.resume();
}
