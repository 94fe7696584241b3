import { type MatchInput, matchWithdrawal } from '../../domain/matchWithdrawal.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import type { AccountRuntime } from '../dependencies.ts';

type Question = Pick<MatchInput, 'intent' | 'baseline' | 'notBeforeMs'> & {
  /** Default: the adapter's. */
  readonly laneKeyOfRecord?: MatchInput['laneKeyOfRecord'];
};

/** Whether this record, taken alone, could be the withdrawal of this intent. Whose claim it is, is not asked here. */
export function couldBe(
  { exchange }: AccountRuntime,
  { intent, baseline, notBeforeMs, laneKeyOfRecord = (record) => exchange.laneKeyOfRecord(record) }: Question,
  record: WithdrawalRecord,
): boolean {
  const { feeMode } = exchange.capabilities;
  const isClaimed = (): boolean => false;
  const question = { intent, feeMode, baseline, notBeforeMs, records: [record], isClaimed, laneKeyOfRecord };
  return matchWithdrawal(question).kind === 'one';
}
