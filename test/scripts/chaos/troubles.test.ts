import { describe, expect, test } from '@jest/globals';

import { leastTroubles } from '../../../scripts/chaos/leastTroubles.ts';
import type { TroubleWorld } from '../../../scripts/chaos/trouble.ts';
import { startTroubles } from '../../../scripts/chaos/troubles.ts';

/** Notes what it is told to do. A next submit comes at once. */
function world(): { world: TroubleWorld; done: string[] } {
  const done: string[] = [];
  const note = (what: string) => async (): Promise<void> => void done.push(what);
  const simulator = {
    exchange: 'bitunix',
    pause: note('pause'),
    resume: note('resume'),
    hold: () => void done.push('hold'),
    release: () => void done.push('release'),
  } as const;
  const worker = (name: string) => ({
    name,
    isFrozen: false,
    kill: note(`kill ${name}`),
    drain: note(`drain ${name}`),
    freeze: note(`freeze ${name}`),
  });
  return {
    done,
    world: {
      server: { pid: process.ppid, kill: note('kill server'), restart: note('restart server') },
      simulators: new Map([['bitunix', simulator]]),
      workers: [worker('a'), worker('b')],
      onNextSubmit(_exchange, run) {
        setImmediate(run);
        return () => undefined;
      },
      pauseAccount: note('pause account'),
    },
  };
}

const never = [9_000, 9_000] as const;
const none = {
  workerKills: 0,
  workerFreezes: 0,
  workerDrains: 0,
  serverRestarts: 0,
  serverFreezes: 0,
  simulatorRestarts: 0,
  exchangeStalls: 0,
  accountPauses: 0,
};

async function played(
  atLeast: Partial<typeof none>,
  withdrawals: number,
): Promise<{ counts: object; done: string[]; early: number }> {
  const { world: given, done } = world();
  const troubles = startTroubles(
    given,
    { seed: 1, withdrawals, killEvery: never, freezeSeconds: 12, atLeast: { ...none, ...atLeast } },
    () => undefined,
  );
  troubles.ended(1);
  const early = done.length;
  for (let ended = 2; ended <= withdrawals; ended += 1) troubles.ended(ended);
  await troubles.end();
  return { counts: troubles.counts, done, early };
}

describe('the troubles of a chaos run', () => {
  test('surely come, however fast the withdrawals end, and not all at once', async () => {
    const { counts, done, early } = await played(
      { workerKills: 3, workerDrains: 1, workerFreezes: 1, accountPauses: 1 },
      100,
    );
    expect(counts).toEqual({ ...none, workerKills: 3, workerDrains: 1, workerFreezes: 1, accountPauses: 1 });
    expect([done.filter((what) => what.startsWith('kill ')).length, early]).toEqual([3, 0]);
  });

  test('a restart ends before the run: the server killed, then started; the exchange gone, then back', async () => {
    const { counts, done } = await played({ serverRestarts: 1, simulatorRestarts: 1 }, 10);
    expect(counts).toEqual({ ...none, serverRestarts: 1, simulatorRestarts: 1 });
    expect([done.filter((what) => what.includes('server')), done.filter((what) => !what.includes('server'))]).toEqual([
      ['kill server', 'restart server'],
      ['pause', 'resume'],
    ]);
  });

  test('are the same for the same seed', async () => {
    const wanted = { workerKills: 6, workerFreezes: 3 };
    expect((await played(wanted, 50)).done.toSorted()).toEqual((await played(wanted, 50)).done.toSorted());
  });

  test('2000 withdrawals surely bring 20 kills of a worker and what restarts were asked for', () => {
    expect(leastTroubles(2_000, { serverRestarts: 3, simulatorRestarts: 4 })).toMatchObject({
      workerKills: 20,
      serverRestarts: 3,
      simulatorRestarts: 4,
    });
    expect(
      Object.values(leastTroubles(1, { serverRestarts: 1, simulatorRestarts: 1 })).every((count) => count === 1),
    ).toBe(true);
  });
});
