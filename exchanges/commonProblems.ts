import type { WithdrawalRequest } from '../domain/withdrawal.ts';
import type { RequestProblem } from './exchange.ts';

/** What no exchange takes, whatever the asset: blanks and control characters, and texts too long to be meant. Pure. */
export function commonProblems(request: WithdrawalRequest): RequestProblem[] {
  const rules: readonly (readonly [keyof WithdrawalRequest, boolean, string])[] = [
    ['asset', /^[\x21-\x7e]{1,40}$/.test(request.asset), '1 to 40 printable characters without blanks'],
    ['network', isTidy(request.network, 80), "the exchange's own name of the network, 1 to 80 characters"],
    ['address', /^[\x21-\x7e]{1,200}$/.test(request.address), '1 to 200 printable characters without blanks'],
    [
      'memo',
      request.memo === null || isTidy(request.memo, 200),
      'null, or 1 to 200 characters without blanks around them',
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([field, , expected]) => ({ field, expected }));
}

function isTidy(text: string, maximum: number): boolean {
  return text.length > 0 && text.length <= maximum && text.trim() === text && !/\p{C}/u.test(text);
}
