import { crashActs, crashOperator } from './crashActs.ts';
import type { CrashScenario, CrashStage } from './crashScenario.ts';
import { restoreTwice } from './restoreTwice.ts';
import { reviewLookedOnce } from './temporalFacts.ts';

/** More often than any activity is tried within a play. */
const always = 1_000;

/** Every scenario in which a process can die. `crashTable.ts` tells which of them passes which point. */
export const crashScenarios = {
  plain: { title: 'delivered', end: 'delivered' },

  refused: { title: 'refused: nobody documents its risk signature', end: 'refused' },

  unsent: {
    title: 'the grant is spent and nothing was sent; a person confirms it',
    end: 'confirmedNotSent',
    act: crashActs.confirmNotSent,
  },

  lostReply: {
    title: 'the reply is lost; found again',
    end: 'delivered',
    arrange: ({ simulator }) => simulator.arm({ name: 'acceptThenDropReply', on: 'submit' }),
  },

  lostUntilDeadline: {
    title: 'every reply is lost and nothing shows it until its deadline has passed; found again',
    end: 'delivered',
    deadlineSeconds: 12,
    policy: { reconcileWindow: '2 minutes' },
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit', times: always });
      simulator.arm({ name: 'historyLag', on: 'submit', delayMs: 30_000 });
      simulator.setScript([
        { afterMs: 31_000, status: 'broadcast' },
        { afterMs: 31_200, status: 'completed' },
      ]);
    },
  },

  cancelFollowed: {
    title: 'cancelled at the exchange',
    end: 'cancelled',
    arrange: ({ simulator }) => simulator.setScript([]),
    act: async (stage) => {
      await stage.until('it is followed', (view) => view.phase === 'FOLLOWING');
      await crashActs.cancel(stage);
    },
  },

  cancelPaused: {
    title: 'cancelled while the paused account holds it back',
    end: 'neverSent',
    prepare: async ({ world }) => {
      await world.client.account.pause(world.account, { ...crashOperator, reason: 'nothing is to be sent' });
    },
    act: async (stage) => {
      await stage.until('it waits for the account', (view) => view.phase === 'SUBMITTING');
      await crashActs.cancel(stage);
    },
    afterwards: async ({ world }) => {
      await world.client.account.resume(world.account, { ...crashOperator, reason: 'over' });
    },
  },

  cancelAway: {
    title: 'cancelled while the exchange is away, so that it cannot even be checked',
    end: 'neverSent',
    // Only a new worker has to ask the exchange: one that has reached it before answers the check from memory.
    open: async ({ world }) => {
      await world.killWorker();
      await world.simulator.pause();
    },
    act: crashActs.cancel,
    afterwards: async ({ world }) => world.simulator.resume(),
  },

  neverArrived: {
    title: 'the request is lost; a person confirms that it never arrived',
    end: 'confirmedNotSent',
    arrange: ({ simulator }) => simulator.arm({ name: 'dropBeforeAccept', on: 'submit' }),
    act: crashActs.confirmNotSent,
  },

  neverArrivedByDeadline: {
    title: 'every request is lost until the deadline; a person confirms that none arrived',
    end: 'confirmedNotSent',
    deadlineSeconds: 12,
    arrange: ({ simulator }) => simulator.arm({ name: 'dropBeforeAccept', on: 'submit', times: always }),
    act: crashActs.confirmNotSent,
  },

  lookAlike: {
    title: 'the reply is lost and another one looks the same; a person adopts ours',
    end: 'delivered',
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
      addLookAlike(simulator);
    },
    act: crashActs.adoptOurs,
  },

  shownLate: {
    title: 'the reply is lost and the record shown only to a person, who adopts it',
    end: 'delivered',
    policy: { reviewInterval: '2 minutes' },
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
      simulator.arm({ name: 'recordMissing', on: 'follow', times: always });
    },
    act: adoptWhenShown,
  },

  shownLateByDeadline: {
    title: 'every reply is lost until the deadline and the record shown only to a person, who adopts it',
    end: 'delivered',
    deadlineSeconds: 12,
    policy: { reviewInterval: '2 minutes' },
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit', times: always });
      simulator.arm({ name: 'recordMissing', on: 'follow', times: always });
    },
    act: adoptWhenShown,
  },

  restore: {
    title: 'its account is terminated and restored by a person',
    end: 'delivered',
    arrange: ({ simulator }) => simulator.setScript([]),
    act: async (stage) => {
      await stage.until('it is followed', (view) => view.phase === 'FOLLOWING');
      await stage.world.terminateAccount();
      await restoreTwice(stage);
      // The restored account still knows this withdrawal: neither it nor a repeated start sends it again.
      await stage.world.start({ withdrawalId: stage.withdrawalId, address: stage.address });
      await stage.world.deliver(`${stage.withdrawalId}-next`);
      const { simulator } = stage.world;
      const entry = simulator.ledger.find({ address: stage.address });
      simulator.advance(entry?.exchangeWithdrawalId ?? '', 'completed');
    },
  },
} as const satisfies Readonly<Record<string, CrashScenario>>;

export type CrashScenarioName = keyof typeof crashScenarios;

/** Right after the first withdrawal is accepted, somebody makes the same one by hand. */
function addLookAlike(simulator: CrashStage['world']['simulator']): void {
  const stop = simulator.ledger.subscribe(({ kind, entry }) => {
    if (kind !== 'accepted' || entry.foreign) return;
    stop();
    const { accountId, asset, network, address, amount } = entry;
    simulator.addForeignWithdrawal({ accountId, asset, network, address, amount });
  });
}

/** Once a person was asked and one more look has shown nothing, the exchange shows the record again. */
async function adoptWhenShown(stage: CrashStage): Promise<void> {
  await stage.until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  await reviewLookedOnce(stage);
  stage.world.simulator.disarm();
  await crashActs.adoptOurs(stage);
}
