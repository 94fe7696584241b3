#!/usr/bin/env node
import { existsSync } from 'node:fs';

import { runCli } from '../client/cli/runCli.ts';
import type { CliSeams, ExchangeListing } from '../client/cli/seams.ts';
import { AccountNotFoundError } from '../client/errors.ts';
import { exchanges, finishedExchanges } from '../exchanges/registry.ts';
import { probeAccount } from './accounts/probeAccount.ts';
import { configPath, loadConfig, type ConfigSource } from './config/loadConfig.ts';
import type { AccountConfig } from './config/workerConfig.ts';
import { packageVersion } from './packageVersion.ts';
import { createLog } from './process/createLog.ts';

/*
 * The command line `withdrawals`: the client's commands, with configuration and adapters, which only this folder may
 * import. A command reads the configuration only if it needs it, so that a backend's machine needs none.
 */

function configuredAccounts(secretsOf: NonNullable<ConfigSource['secretsOf']>): readonly AccountConfig[] {
  return loadConfig({ env: process.env, registry: exchanges, secretsOf }).accounts;
}

/** Throws AccountNotFoundError when the configuration lacks it. */
function configuredAccount(account: string, secretsOf: NonNullable<ConfigSource['secretsOf']>): AccountConfig {
  const all = configuredAccounts(secretsOf);
  const found = all.find((candidate) => candidate.account === account);
  if (found !== undefined) return found;
  const known = all.map((candidate) => candidate.account);
  throw new AccountNotFoundError(account, known, configPath(process.env));
}

const hasConfig = (): boolean => existsSync(configPath(process.env));

const seams: CliSeams = {
  version: packageVersion(),
  probe: async (account) => probeAccount(configuredAccount(account, { account }), createLog('error')),
  exchanges: async () => {
    const known = hasConfig() ? configuredAccounts('none') : [];
    return Object.values(finishedExchanges).map(({ id, capabilities }): ExchangeListing => ({
      adapter: id,
      capabilities,
      accounts: known.filter((account) => account.definition.id === id).map(({ account }) => account),
    }));
  },
  accountSettings: async (account) => {
    if (!hasConfig()) return null;
    const found = configuredAccounts('none').find((candidate) => candidate.account === account);
    if (found === undefined) return null;
    const { workerGroup, definition } = found;
    // Without the identity: a configuration for another exchange account must not replace the right identity.
    return { workerGroup, capabilities: definition.capabilities };
  },
};

process.exitCode = await runCli(process.argv.slice(2), seams);
