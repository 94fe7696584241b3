import type { WithdrawalClient, WithdrawalView } from '../../client/index.ts';

const lookMs = 300;
/** For a machine that is busy with other things; a person who sees that nothing happens presses Ctrl-C. */
const patienceMs = 300_000;

export type ViewWait = {
  readonly client: Pick<WithdrawalClient, 'get'>;
  readonly withdrawalId: string;
  /** What is waited for, for the error: "it is settled". */
  readonly what: string;
  readonly condition: (view: WithdrawalView) => boolean;
  /** Told every state that is read. */
  readonly onView?: (view: WithdrawalView) => void;
};

/** Resolves when the withdrawal's state satisfies the condition. Throws after 300 s, with what was seen last. */
export async function untilView({ client, withdrawalId, what, condition, onView }: ViewWait): Promise<void> {
  const giveUpAtMs = Date.now() + patienceMs;
  let seen = 'nothing';
  while (Date.now() < giveUpAtMs) {
    const view = await client.get(withdrawalId);
    onView?.(view);
    if (condition(view)) return;
    seen = `${view.phase} ${view.status ?? ''} ${view.missingBecause ?? view.state?.waitingFor ?? ''}`;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new Error(`${withdrawalId}: waited ${patienceMs / 1_000} s in vain until ${what}; last seen: ${seen}`);
}
