import { expect } from '@jest/globals';

import { breakRow, reads } from './readings.ts';
import { poll, type Scene, type SetScene, submitted } from './scene.ts';

/**
 * Breaks the row of the first of two withdrawals. Only that one is affected. Where not even its id can be read,
 * nothing is claimed about it.
 */
export async function judgeBrokenRow(set: SetScene, keepsId: boolean): Promise<void> {
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
  for (const read of reads)
    expect(['notTold', 'retry']).toContain(await read(scene.exchange, first.open, first.intent));
}

/** Reads more statuses than one request can serve. With `breaksOff`, every request after the first is lost. */
export async function judgeMany(set: SetScene, breaksOff: boolean): Promise<void> {
  const lost = { from: Number.POSITIVE_INFINITY };
  const scene: Scene = await set({
    spoil: (answer) => (scene.sent.length > lost.from ? { kind: 'noAnswer', code: 'TEST' } : answer),
  });
  const { kind, size } = scene.exchange.capabilities.statusBatch;
  const { open } = await submitted(scene);
  const { asset, network, address } = scene.bench.request;
  // Where ids are asked for, unknown ids cost as much as known ones. Where pages are read, there must be rows.
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
  // Without a cursor, a full page means a smaller window: more requests, but far from one for each withdrawal.
  expect(scene.sent.length).toBeLessThanOrEqual(kind === 'ids' ? Math.ceil((size + 5) / size) + 1 : (size + 5) / 10);
}
