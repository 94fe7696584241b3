import { afterAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput } from '../../client/index.ts';
import { startLonelyWorld } from '../client/support/ownServer.ts';
import { aStill, both, by, decision, eventually, following, inReview } from '../workflows/support/withdrawals.ts';
import { startOtherWorker, stopWorker } from './support/otherWorker.ts';

/*
 * This proves that a withdrawal in any phase moves from the workers of one build to those of the next (Temporal's
 * AUTO_UPGRADE) while both run, and that nothing is sent twice. It does not prove that other code understands the
 * state of this code, since both builds run today's code. test/replay holds older histories against it.
 */
const deploymentName = 'withdrawals';
const world = await startLonelyWorld({ worker: false });
afterAll(() => world.stop());

const startBuild = (buildId: string) =>
  startOtherWorker(world, {
    text: (good) =>
      good.replace(
        '[worker]',
        `[worker]\ndeployment = { deploymentName = "${deploymentName}", buildId = "${buildId}" }`,
      ),
  });

async function makeCurrent(buildId: string): Promise<void> {
  const { namespace } = world.temporal.options;
  // Known to the server only once its workers have polled.
  await eventually(
    () =>
      world.temporal.workflowService
        .setWorkerDeploymentCurrentVersion({
          namespace,
          deploymentName,
          buildId,
          identity: 'operator',
          ignoreMissingTaskQueues: true,
        })
        .then(
          () => true,
          () => false,
        ),
    `build ${buildId} is current`,
  );
}

/** The build that ran the last workflow task of it. */
async function buildOf({ withdrawalId }: WithdrawalRequestInput): Promise<string> {
  const { raw } = await world.temporal.workflow.getHandle(`withdrawal/${withdrawalId}`).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? '';
}

describe('two builds at once', () => {
  test('SUBMITTING (waiting; mid-send), FOLLOWING, NEEDS_REVIEW → the same in build 2, sent once at most', async () => {
    const old = await startBuild('1');
    await makeCurrent('1');
    const scenes = [];
    for (const exchange of both) {
      const review = await inReview(world, exchange);
      const followed = aStill(world, exchange);
      const { exchangeWithdrawalId } = await following(world, followed);
      const sending = world.request(exchange);
      world.simulators[exchange].arm({
        name: 'slow',
        on: 'submit',
        delayMs: 6_000,
        match: { address: sending.address },
      });
      await world.client.start(sending);
      await eventually(() => world.accepted(exchange, sending).length === 1, 'it was sent');
      await world.client.account.pause(world.accountOf(exchange), by);
      const waiting = world.request(exchange);
      await world.client.start(waiting);
      await world.until(waiting.withdrawalId, ({ state }) => /paused/.test(state?.waitingFor ?? ''));
      expect(await Promise.all([review, followed, sending, waiting].map(buildOf))).toEqual(['1', '1', '1', '1']);
      scenes.push({ exchange, review, followed, sending, waiting, id: exchangeWithdrawalId ?? '' });
    }
    const next = await startBuild('2');
    await makeCurrent('2');
    await stopWorker(old);
    for (const { exchange, review, followed, sending, waiting, id } of scenes) {
      await world.client.account.resume(world.accountOf(exchange), by);
      world.simulators[exchange].advance(id, 'completed');
      for (const request of [followed, sending, waiting]) {
        expect(await world.client.result(request.withdrawalId)).toMatchObject({
          status: 'L1_COMPLETED',
          moneyLeft: 'yes',
        });
        expect(world.accepted(exchange, request)).toHaveLength(1);
      }
      await world.client.resolve(review.withdrawalId, decision('confirmNotSent'));
      expect(await world.client.result(review.withdrawalId)).toMatchObject({ status: 'FAILED', moneyLeft: 'no' });
      expect(world.accepted(exchange, review)).toHaveLength(0);
      // The one in mid-send may have ended before the second build came, on a slow machine.
      expect(await Promise.all([review, followed, waiting].map(buildOf))).toEqual(['2', '2', '2']);
    }
    await stopWorker(next);
  });
});
