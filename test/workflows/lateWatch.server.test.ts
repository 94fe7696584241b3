import { afterAll, describe, expect, test } from '@jest/globals';

import type { LateWatchView } from '../../workflows/messages.ts';
import { startWorld } from '../support/world.ts';
import { ambiguous, decision, payByHand } from './support/withdrawals.ts';

const world = await startWorld({ policy: { lateWatch: '4 seconds', lateWatchInterval: '200 ms' } });
afterAll(() => world.stop());
/** Its late watch is long enough to be looked at. A contradiction ends it sooner. */
const patient = await startWorld({ policy: { lateWatch: '60 seconds', lateWatchInterval: '200 ms' } });
afterAll(() => patient.stop());

const watchOf = (from: typeof world, request: { withdrawalId: string }) =>
  from.temporal.workflow.getHandle(`late-watch/${request.withdrawalId}`);

describe('late watch on bitunix (two records could be it, a person adopted one)', () => {
  test.concurrent('stays quiet: the record that the person passed over is no contradiction', async () => {
    const { request, ours, twin } = await ambiguous(world);
    await world.client.resolve(request.withdrawalId, decision('adopt', ours));
    world.simulators.bitunix.advance(ours, 'completed');
    world.simulators.bitunix.advance(twin, 'completed');
    expect(await world.client.result(request.withdrawalId)).toMatchObject({
      status: 'L1_COMPLETED',
      exchangeWithdrawalId: ours,
    });
    const view = (await watchOf(world, request).result()) as LateWatchView;
    expect(view).toMatchObject({ contradiction: null, acknowledged: null });
    // It looked until its end, and the other record was there all the time.
    expect(Date.parse(view.until)).toBeLessThanOrEqual(Date.now());
    expect(world.simulators.bitunix.ledger.get(twin)).toMatchObject({ foreign: true, money: 'left' });
  });

  test.concurrent('raises lateContradiction for a third that nobody has seen', async () => {
    const { request, ours, twin } = await ambiguous(patient);
    await patient.client.resolve(request.withdrawalId, decision('adopt', ours));
    patient.simulators.bitunix.advance(ours, 'completed');
    await patient.client.result(request.withdrawalId);
    const third = payByHand(patient, 'bitunix', request);
    await patient.client.resolve(request.withdrawalId, decision('acknowledge')).catch(() => undefined);
    const watch = watchOf(patient, request);
    let seen = await watch.query<LateWatchView>('lateWatch');
    while (seen.contradiction === null) seen = await watch.query<LateWatchView>('lateWatch');
    expect(seen.contradiction.exchangeWithdrawalId).toBe(third);
    expect(third).not.toBe(twin);
    await patient.client.resolve(request.withdrawalId, decision('acknowledge'));
    expect(await watch.result()).toMatchObject({ acknowledged: { actor: 'ada' } });
  });
});
