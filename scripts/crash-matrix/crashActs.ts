import type { WithdrawalView } from '../../client/index.ts';
import type { Resolution } from '../../domain/state.ts';
import type { CrashStage } from './crashScenario.ts';

/** Who acts, in every decision of the matrix. */
export const crashOperator = { actor: 'crash matrix' } as const;

/** What a backend or a person does once the withdrawal has started. */
export const crashActs = { cancel, confirmNotSent, adoptOurs } as const;

async function cancel({ world, withdrawalId }: CrashStage): Promise<void> {
  await world.client.cancel(withdrawalId, { ...crashOperator, reason: 'no longer wanted', waitSeconds: 0 });
}

async function confirmNotSent(stage: CrashStage): Promise<void> {
  const { world, address } = stage;
  await stage.until('it needs review', (view) => view.phase === 'NEEDS_REVIEW');
  await decide(stage, {
    kind: 'confirmNotSent',
    ...crashOperator,
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
    ...crashOperator,
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
