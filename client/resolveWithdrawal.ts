import type { Resolution, ResolutionKind, WithdrawalState } from '../domain/state.ts';
import {
  acknowledgeUpdate,
  lateWatchWorkflowId,
  resolveWithdrawalUpdate,
  withdrawalWorkflowId,
  type LateWatchView,
} from '../workflows/messages.ts';
import { checkFilled, checkWithdrawalId } from './checkArguments.ts';
import { checkOptions, type KnownOptions } from './checkOptions.ts';
import type { ClientContext } from './context.ts';
import { InvalidArgumentError, ResolutionRefusedError } from './errors.ts';
import { describeWithdrawal } from './getWithdrawal.ts';
import { runStanding } from './temporal/runStatus.ts';
import { updateWorkflow } from './updateWorkflow.ts';

export type ResolveResult =
  | { readonly kind: 'withdrawal'; readonly state: WithdrawalState }
  | { readonly kind: 'lateWatch'; readonly watch: LateWatchView };

const resolutionFields: KnownOptions<Resolution> = {
  kind: true,
  exchangeWithdrawalId: true,
  txid: true,
  actor: true,
  evidence: true,
};

/** The field that each kind needs besides actor and evidence. */
const needed: Readonly<Record<ResolutionKind, 'exchangeWithdrawalId' | 'txid' | null>> = {
  adopt: 'exchangeWithdrawalId',
  confirmNotSent: null,
  resubmit: null,
  abandon: null,
  confirmClaimed: 'txid',
  acknowledge: null,
};

/**
 * Hands a person's decision to the withdrawal, or, for `acknowledge`, to its late watch. Look at the state before you
 * repeat it. Throws ResolutionRefusedError with the reason, WithdrawalNotFoundError or NoWorkerError.
 */
export async function resolveWithdrawal(
  context: ClientContext,
  withdrawalId: string,
  resolution: Resolution,
): Promise<ResolveResult> {
  checkWithdrawalId(withdrawalId);
  checkResolution(resolution);
  return resolution.kind === 'acknowledge'
    ? acknowledge(context, withdrawalId, resolution)
    : decide(context, withdrawalId, resolution);
}

async function acknowledge(
  context: ClientContext,
  withdrawalId: string,
  { actor, evidence }: Resolution,
): Promise<ResolveResult> {
  const refused = (because: string): Error => new ResolutionRefusedError(withdrawalId, because);
  const watch = await updateWorkflow(
    { context, workflowId: lateWatchWorkflowId(withdrawalId), what: 'the acknowledgement', refused },
    (handle) => handle.executeUpdate(acknowledgeUpdate, { args: [{ actor, evidence }] }),
  );
  if (watch === null) throw refused('there is nothing to acknowledge: no late watch runs for it');
  return { kind: 'lateWatch', watch };
}

async function decide(context: ClientContext, withdrawalId: string, resolution: Resolution): Promise<ResolveResult> {
  const refused = (because: string): Error => new ResolutionRefusedError(withdrawalId, because);
  const state = await updateWorkflow(
    { context, workflowId: withdrawalWorkflowId(withdrawalId), what: 'the decision', refused },
    (handle) => handle.executeUpdate(resolveWithdrawalUpdate, { args: [resolution] }),
  );
  if (state !== null) return { kind: 'withdrawal', state };
  const { run } = await describeWithdrawal(context, withdrawalId);
  if (runStanding(run.status) === 'completed') throw refused('it is settled already');
  throw refused(`its run ended abnormally (${run.status}); start it again with the same request first`);
}

function checkResolution(resolution: Resolution): void {
  checkOptions(resolution, resolutionFields);
  if (!Object.hasOwn(needed, resolution.kind))
    throw new InvalidArgumentError('resolution', `one of ${Object.keys(needed).join(', ')}`, resolution.kind);
  checkFilled('actor', resolution.actor);
  checkFilled('evidence', resolution.evidence);
  const field = needed[resolution.kind];
  const value = field === null ? undefined : resolution[field];
  if (field !== null && !/^[\x21-\x7e]{1,200}$/.test(value ?? ''))
    throw new InvalidArgumentError(field, `1 to 200 printable characters for ${resolution.kind}`, value);
}
