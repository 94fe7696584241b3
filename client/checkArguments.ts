import { accountPattern } from '../domain/account.ts';
import { InvalidArgumentError, type Effect } from './errors.ts';

const withdrawalIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Throws InvalidArgumentError unless the text can be a withdrawal's id. */
export function checkWithdrawalId(withdrawalId: string, effect: Effect = 'changes'): void {
  if (typeof withdrawalId === 'string' && withdrawalIdPattern.test(withdrawalId)) return;
  const expected = '1 to 128 characters, first a letter or digit, then A-Z a-z 0-9 . _ : -';
  throw new InvalidArgumentError('withdrawalId', expected, withdrawalId, { effect });
}

/** Throws InvalidArgumentError unless the text can be an account's name. */
export function checkAccount(account: string, effect: Effect = 'changes'): void {
  if (typeof account === 'string' && accountPattern.test(account)) return;
  throw new InvalidArgumentError('account', '"<adapter>/<name>", such as "bigone/treasury"', account, { effect });
}

/** Throws InvalidArgumentError unless the text has 1 to 2,000 characters that are not all blank. */
export function checkFilled(field: 'actor' | 'reason' | 'evidence', text: string): void {
  if (typeof text === 'string' && text.trim() !== '' && text.length <= 2_000) return;
  throw new InvalidArgumentError(field, '1 to 2,000 characters', text);
}
