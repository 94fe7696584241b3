import type { WithdrawalView } from '../../client/index.ts';
import type { Resolution } from '../../domain/state.ts';
import type { CrashScenario, CrashStage } from './crashScenario.ts';
import { restoreTwice } from './restoreTwice.ts';
import { reviewLookedOnce } from './temporalFacts.ts';

const operator = { actor: 'crash matrix' } as const;
/** So many times that no activity is tried more often within a play. */
const always = 1_000;

/** Every scenario in which a process can die. `crashTable.ts` tells which of them passes which point. */
export const crashScenarios = {
  plain: { title: 'delivered', end: 'delivered' },

  refused: { title: 'refused: nobody documents its risk signature', end: 'refused' },

  unsent: {
    title: 'the grant is spent and nothing was sent; a person confirms it',
    end: 'confirmedNotSent',
    act: confirmNotSent,
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
      await cancel(stage);
    },
  },

  cancelPaused: {
    title: 'cancelled while the paused account holds it back',
    end: 'neverSent',
    prepare: async ({ world }) => {
      await world.client.account.pause(world.account, { ...operator, reason: 'nothing is to be sent' });
    },
    act: async (stage) => {
      await stage.until('it waits for the account', (view) => view.phase === 'SUBMITTING');
      await cancel(stage);
    },
    afterwards: async ({ world }) => {
      await world.client.account.resume(world.account, { ...operator, reason: 'over' });
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
    act: cancel,
    afterwards: async ({ world }) => world.simulator.resume(),
  },

  neverArrived: {
    title: 'the request is lost; a person confirms that it never arrived',
    end: 'confirmedNotSent',
    arrange: ({ simulator }) => simulator.arm({ name: 'dropBeforeAccept', on: 'submit' }),
    act: confirmNotSent,
  },

  neverArrivedByDeadline: {
    title: 'every request is lost until the deadline; a person confirms that none arrived',
    end: 'confirmedNotSent',
    deadlineSeconds: 12,
    arrange: ({ simulator }) => simulator.arm({ name: 'dropBeforeAccept', on: 'submit', times: always }),
    act: confirmNotSent,
  },

  lookAlike: {
    title: 'the reply is lost and another one looks the same; a person adopts ours',
    end: 'delivered',
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
      addLookAlike(simulator);
    },
    act: adoptOurs,
  },

  shownLate: {
    title: 'the reply is lost and the record shown only to a person, who adopts it',
    end: 'delivered',
    policy: { reviewInterval: '2 minutes' },
    arrange: ({ simulator }) => {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit' });
      simulator.arm({ name: 'recordMissing', on: 'follow', times: always });
    },
    act: async (stage) => {
      await stage.until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
      await reviewLookedOnce(stage);
      stage.world.simulator.disarm();
      await adoptOurs(stage);
    },
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

async function cancel({ world, withdrawalId }: CrashStage): Promise<void> {
  await world.client.cancel(withdrawalId, { ...operator, reason: 'no longer wanted', waitSeconds: 0 });
}

async function confirmNotSent(stage: CrashStage): Promise<void> {
  const { world, address } = stage;
  await stage.until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  await decide(stage, {
    kind: 'confirmNotSent',
    ...operator,
    evidence: `the exchange's own page shows ${world.accepted(address).length} withdrawals to this address`,
  });
}

async function adoptOurs(stage: CrashStage): Promise<void> {
  await stage.until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  const [ours] = stage.world.accepted(stage.address);
  if (ours === undefined) throw new Error('the exchange never accepted it');
  await decide(stage, {
    kind: 'adopt',
    exchangeWithdrawalId: ours.exchangeWithdrawalId,
    ...operator,
    evidence: "the exchange's own page shows it as ours",
  });
}

/** Decides once. If the answer is lost, looks at the state, as a person would, and throws if nothing was decided. */
async function decide(stage: CrashStage, resolution: Resolution): Promise<void> {
  try {
    await stage.world.client.resolve(stage.withdrawalId, resolution);
  } catch (error) {
    const isDecided = ({ phase, state }: WithdrawalView): boolean =>
      phase !== 'NEEDS_REVIEW' || state?.timeline.some(({ kind }) => kind === 'resolution') === true;
    const view = await stage.until('the decision has taken effect', isDecided);
    if (view.phase === 'NEEDS_REVIEW') throw error;
  }
}
