import { addressProblem } from '../../domain/addressShape.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal.ts';
import { commonProblems } from '../commonProblems.ts';
import type { RequestProblem } from '../exchange.ts';

const zeroAddress = /^0x0{40}$/i;

/**
 * What no edgeX withdrawal takes: an address that is not an EVM one, and a memo. Networks and amounts need
 * the metadata (MAPPING §4). Pure.
 */
export function edgexProblems(request: WithdrawalRequest): RequestProblem[] {
  const problems = commonProblems(request);
  const shape = addressProblem('evm', request.address);
  if (shape !== null) problems.push({ field: 'address', expected: shape });
  else if (zeroAddress.test(request.address))
    problems.push({ field: 'address', expected: 'an address that somebody owns, not the zero address' });
  if (request.memo !== null) problems.push({ field: 'memo', expected: 'none: edgeX withdrawals take no memo' });
  return problems;
}
