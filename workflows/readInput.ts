import type { WithdrawalInput } from './messages.ts';

/** Input as any Temporal client may send it: what may be left out is left out. */
type LooseInput = Omit<WithdrawalInput, 'request' | 'recovery'> & {
  readonly request: Omit<WithdrawalInput['request'], 'memo' | 'deadlineAt'> &
    Partial<Pick<WithdrawalInput['request'], 'memo' | 'deadlineAt'>>;
  readonly recovery?: boolean;
};

/** The input with what may be left out filled in: no memo, no deadline, no recovery run. */
export function readInput(input: LooseInput): WithdrawalInput {
  const { request, recovery = false, ...rest } = input;
  const { memo = null, deadlineAt = null } = request;
  return { ...rest, request: { ...request, memo, deadlineAt }, recovery };
}
