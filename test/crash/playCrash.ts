import { expect } from '@jest/globals';
import { startWorld } from '../support/world.ts';
import type { CrashRow } from './crashTable.ts';
import type { Exchange, WorkerProcesses } from './support.ts';

/** Waits that a killed worker held are taken up after about this long plus 5 s. */
const policy = { followHold: '5 seconds', lateWatch: '1 second' };

/** One withdrawal through a worker that dies at the point and another one that takes its place. */
export async function playCrash(processes: WorkerProcesses, exchange: Exchange, row: CrashRow): Promise<void> {
  const world = await startWorld({ worker: false, policy });
  try {
    const simulator = world.simulators[exchange];
    const request = world.request(exchange);
    if (row.losesReply) simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
    if (row.cancels) simulator.setScript([]);
    const doomed = await processes.start(world, exchange, row.point);
    await world.client.start(request);
    if (row.cancels) {
      await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
      await world.client.cancel(request.withdrawalId, { actor: 'tester', reason: 'no longer wanted', waitSeconds: 0 });
    }
    expect(await doomed.ended).toBe('SIGKILL');
    await processes.start(world, exchange);
    if (row.end === 'confirmed') {
      await world.client.result(request.withdrawalId, { timeoutSeconds: 40 }).catch(() => undefined);
      await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
      expect(world.accepted(exchange, request)).toHaveLength(0);
      await world.client.resolve(request.withdrawalId, { kind: 'confirmNotSent', actor: 'tester', evidence: "the exchange's ledger holds nothing" });
    }
    const result = await world.client.result(request.withdrawalId, { timeoutSeconds: 90 });
    const accepted = world.accepted(exchange, request);
    const left = world.left(exchange, request);
    switch (row.end) {
      case 'delivered':
        expect(result).toMatchObject({ status: 'L1_COMPLETED', moneyLeft: 'yes', exchangeWithdrawalId: accepted[0]?.exchangeWithdrawalId, txid: left[0]?.txid });
        expect([accepted.length, left.length]).toEqual([1, 1]);
        return;
      case 'cancelled':
        expect(result).toMatchObject({ status: 'CANCELLED', moneyLeft: 'no', cancel: { outcome: 'cancelled' } });
        expect([accepted.length, left.length, accepted[0]?.money]).toEqual([1, 0, 'returned']);
        return;
      case 'confirmed':
        expect(result).toMatchObject({ status: 'FAILED', moneyLeft: 'no', settlement: { by: 'resolution', reason: 'confirmNotSent' } });
        expect([accepted.length, left.length]).toEqual([0, 0]);
    }
  } finally {
    await world.stop();
  }
}
