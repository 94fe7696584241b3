import type { AccountInput } from '../../workflows/messages.ts';
import { RestoreRefusedError } from '../errors.ts';
import type { AccountEntry } from '../temporal/accountDirectory.ts';
import type { RestoreOptions } from './restoreOptions.ts';

type Settings = Pick<AccountInput, 'workerGroup' | 'accountIdentity' | 'capabilities'>;

/**
 * The settings for the new run: from the options, else from the old run's memo, else from the fallback. Throws
 * RestoreRefusedError when one is in none of them.
 */
export function restoreSettings(account: string, old: AccountEntry | null, options: RestoreOptions): Settings {
  const { fallback } = options;
  const workerGroup = options.workerGroup ?? old?.workerGroup ?? fallback?.workerGroup ?? null;
  const capabilities = options.capabilities ?? old?.capabilities ?? fallback?.capabilities ?? null;
  const accountIdentity = options.accountIdentity ?? old?.accountIdentity ?? fallback?.accountIdentity ?? null;
  if (workerGroup !== null && capabilities !== null) return { workerGroup, accountIdentity, capabilities };
  const missing = [
    ...(workerGroup === null ? ['workerGroup'] : []),
    ...(capabilities === null ? ['capabilities'] : []),
  ];
  const because = old === null ? 'the namespace remembers no earlier run' : 'the memo of its last run does not tell';
  throw new RestoreRefusedError(account, `${missing.join(' and ')} must be given: ${because}`);
}
