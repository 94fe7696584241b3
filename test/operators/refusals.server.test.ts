import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { runInWorld, startOptions } from '../client/support/runInWorld.ts';
import { startWorld } from '../support/world.ts';
import { ambiguous, aStill, both, following, inReview, type TestExchange } from '../workflows/support/withdrawals.ts';

const world = await startWorld({ policy: { lateWatch: '2 seconds' } });
afterAll(() => world.stop());

const cli = (...argv: string[]) => runInWorld(world, argv);
const said = ['--actor', 'ada', '--evidence', "looked at the exchange's own page"];

type Scene = {
  readonly delivered: string;
  readonly deliveredId: string;
  readonly followed: string;
  readonly review: string;
  readonly foreign: string;
};
const scenes = {} as Record<TestExchange, Scene>;

/** One of each: delivered, followed, and in review beside a record of somebody else. */
async function setScene(exchange: TestExchange): Promise<Scene> {
  const delivered = world.request(exchange);
  await world.client.start(delivered);
  const { exchangeWithdrawalId } = await world.client.result(delivered.withdrawalId);
  const followed = aStill(world, exchange);
  await following(world, followed);
  const review = await inReview(world, exchange, world.request(exchange, { address: delivered.address }));
  const { asset, network, amount } = delivered;
  const foreign = world.simulators[exchange].addForeignWithdrawal({
    asset,
    network,
    amount,
    address: world.request(exchange).address,
  });
  return {
    delivered: delivered.withdrawalId,
    deliveredId: exchangeWithdrawalId ?? '',
    followed: followed.withdrawalId,
    review: review.withdrawalId,
    foreign,
  };
}

beforeAll(async () => {
  for (const exchange of both) scenes[exchange] = await setScene(exchange);
});

type Mistake = {
  readonly what: string;
  readonly argv: (scene: Scene, account: string) => string[];
  readonly exitCode: number;
  readonly told: (scene: Scene, account: string) => RegExp;
};

const mistakes: readonly Mistake[] = [
  {
    what: 'a withdrawal that is none',
    argv: () => ['resolve', 'no-such-id', 'abandon', ...said],
    exitCode: 4,
    told: () => /no-such-id/,
  },
  {
    what: 'a decision on one that is followed',
    argv: ({ followed }) => ['resolve', followed, 'confirm-not-sent', ...said],
    exitCode: 1,
    told: () => /not in review: its phase is FOLLOWING/,
  },
  {
    what: 'a decision on one that is settled',
    argv: ({ delivered }) => ['resolve', delivered, 'confirm-not-sent', ...said],
    exitCode: 1,
    told: () => /settled already/,
  },
  {
    what: 'an acknowledgement where nothing is late',
    argv: ({ review }) => ['resolve', review, 'acknowledge', ...said],
    exitCode: 1,
    told: () => /nothing to acknowledge/,
  },
  {
    what: 'a decision that is none',
    argv: ({ review }) => ['resolve', review, 'forget-it', ...said],
    exitCode: 2,
    told: () => /forget-it/,
  },
  {
    what: 'a decision without evidence',
    argv: ({ review }) => ['resolve', review, 'abandon', '--actor', 'ada'],
    exitCode: 2,
    told: () => /evidence/,
  },
  {
    what: 'an adoption without an id',
    argv: ({ review }) => ['resolve', review, 'adopt', ...said],
    exitCode: 2,
    told: () => /exchange/i,
  },
  {
    what: 'an adoption of a record that is not there',
    argv: ({ review }) => ['resolve', review, 'adopt', '99999999', ...said],
    exitCode: 1,
    told: (_scene, account) => new RegExp(`shows no withdrawal 99999999 on ${account}`),
  },
  {
    what: 'an adoption of what another withdrawal claims',
    argv: ({ review, deliveredId }) => ['resolve', review, 'adopt', deliveredId, ...said],
    exitCode: 1,
    told: ({ delivered }) => new RegExp(`belongs to the withdrawal ${delivered}`),
  },
  {
    what: 'an adoption of what went elsewhere',
    argv: ({ review, foreign }) => ['resolve', review, 'adopt', foreign, ...said],
    exitCode: 1,
    told: ({ foreign }) => new RegExp(`record ${foreign} went to another address`),
  },
  {
    what: 'a resubmission too early',
    argv: ({ review }) => ['resolve', review, 'resubmit', ...said],
    exitCode: 1,
    told: () => /only 24 h after the last possible send, at \d{4}-/,
  },
  {
    what: 'a claim on L1 where none waits',
    argv: ({ review }) => ['resolve', review, 'confirm-claimed', '0xabc', ...said],
    exitCode: 1,
    told: () => /only a withdrawal that waits to be claimed/,
  },
  {
    what: 'a takeover of a lane that is not held',
    argv: ({ delivered }) => ['takeover', delivered, ...said],
    exitCode: 1,
    told: ({ delivered }, account) => new RegExp(`withdrawal ${delivered} holds no lane of ${account}`),
  },
  {
    what: 'a takeover of a withdrawal that is none',
    argv: () => ['takeover', 'no-such-id', ...said],
    exitCode: 4,
    told: () => /no-such-id/,
  },
  {
    what: 'a pause of an account that is none',
    argv: (_scene, account) => ['account', 'pause', `${account}x`, '--actor', 'ada', '--reason', 'a test'],
    exitCode: 4,
    told: (_scene, account) => new RegExp(account),
  },
  {
    what: 'a restore of an account that runs',
    argv: (_scene, account) => ['account', 'restore', account, ...said],
    exitCode: 1,
    told: () => /its workflow is running; there is nothing to restore/,
  },
  {
    what: 'a cancel of a withdrawal that is none',
    argv: () => ['cancel', 'no-such-id', '--actor', 'ada', '--reason', 'a test'],
    exitCode: 4,
    told: () => /no-such-id/,
  },
];

describe.each(both)(
  "an operator's mistake on %s is refused, told what was expected, and changes nothing",
  (exchange) => {
    // In turn: two decisions at once would refuse each other.
    test.each(mistakes)('$what', async ({ argv, exitCode, told }) => {
      const scene = scenes[exchange];
      const account = world.accountOf(exchange);
      const before = await stateOf(exchange);
      const run = await cli(...argv(scene, account));
      expect(`${run.stdout}${run.stderr}`).toMatch(told(scene, account));
      expect(run.exitCode).toBe(exitCode);
      expect(await stateOf(exchange)).toEqual(before);
    });

    test('typed twice: the same start joins; the second of two decisions is refused', async () => {
      const request = world.request(exchange);
      const twice = [
        (await cli(...startOptions(request), '--json')).json(),
        (await cli(...startOptions(request), '--json')).json(),
      ];
      expect(twice).toMatchObject([{ joined: false }, { joined: true }]);
      expect(await world.client.result(request.withdrawalId)).toMatchObject({ moneyLeft: 'yes' });
      expect(world.accepted(exchange, request)).toHaveLength(1);
      const review = await inReview(world, exchange);
      expect((await cli('resolve', review.withdrawalId, 'confirm-not-sent', ...said)).exitCode).toBe(0);
      await world.client.result(review.withdrawalId);
      expect(await cli('resolve', review.withdrawalId, 'confirm-not-sent', ...said)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('settled already'),
      });
      expect(world.accepted(exchange, review)).toHaveLength(0);
    });
  },
);

/** What no refused command may change. */
async function stateOf(exchange: TestExchange): Promise<unknown> {
  const scene = scenes[exchange];
  const views = await Promise.all([scene.delivered, scene.followed, scene.review].map((id) => world.client.get(id)));
  const { paused, lanes, openClaims } = await world.client.account.state(world.accountOf(exchange));
  return {
    views: views.map(({ phase, status, moneyLeft, exchangeWithdrawalId }) => ({
      phase,
      status,
      moneyLeft,
      exchangeWithdrawalId,
    })),
    paused,
    lanes,
    openClaims,
  };
}

describe('an adoption in the wrong order on bitunix', () => {
  test('the record that one withdrawal adopted is refused to its like, by the name of the first', async () => {
    const { request, ours, twin } = await ambiguous(world);
    expect((await cli('resolve', request.withdrawalId, 'adopt', twin, ...said)).exitCode).toBe(0);
    const like = await inReview(world, 'bitunix', world.request('bitunix', { address: request.address }));
    expect(await cli('resolve', like.withdrawalId, 'adopt', twin, ...said)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`belongs to the withdrawal ${request.withdrawalId}`),
    });
    expect(world.accepted('bitunix', request)).toMatchObject([{ exchangeWithdrawalId: ours }]);
  });
});
