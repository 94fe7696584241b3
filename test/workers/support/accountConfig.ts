import { parseConfig } from '../../../workers/config/loadConfig.ts';
import type { AccountConfig } from '../../../workers/config/workerConfig.ts';
import { fakeRegistry } from './fakeRegistry.ts';

/** `alpha/main` as configured, with what a test changes. */
export function anAccount(changes: Partial<AccountConfig> = {}): AccountConfig {
  const text = '[accounts."alpha/main"]\ncredentials = { apiKey = { env = "K" }, apiSecret = { env = "S" } }\n';
  const [account] = parseConfig(text, '/withdrawals.toml', {
    env: { K: 'key', S: 'hunter2' },
    registry: fakeRegistry,
  }).accounts;
  if (account === undefined) throw new Error('no account');
  return { ...account, ...changes };
}
