import type { AccountEntry } from '../temporal/accountDirectory.ts';
import type { DoctorLine } from './doctorLine.ts';

/** Checks that there is an account, and that the workflow of each account runs. */
export function checkAccounts(accounts: readonly AccountEntry[]): DoctorLine[] {
  if (accounts.length > 0) return accounts.map(accountLine);
  return [
    {
      check: 'accounts',
      ok: false,
      found: 'no account is known',
      advice: 'Start a worker: it creates the accounts of its configuration.',
    },
  ];
}

function accountLine({ account, open }: AccountEntry): DoctorLine {
  return {
    check: `account ${account}`,
    ok: open,
    found: open ? 'its workflow runs' : 'its workflow is not running: nothing can be sent',
    advice: open ? null : `withdrawals account restore ${account} --evidence "…"`,
  };
}
