#!/usr/bin/env node
import { existsSync } from 'node:fs';

import { runCli } from '../client/cli/runCli.ts';
import type { CliSeams, ExchangeListing } from '../client/cli/seams.ts';
import { exchanges } from '../exchanges/registry.ts';
import { probe } from './accounts/probeAccount.ts';
import { configPath, loadConfig, type ConfigSource } from './config/loadConfig.ts';
import type { AccountConfig } from './config/workerConfig.ts';
import { createLog } from './process/createLog.ts';
import { StartupError } from './startupError.ts';

/*
 * The command line `withdrawals`: the client's, with what only this folder can give it. The configuration is read by
 * the commands that need it alone, so that a backend's machine needs none.
 */

function accounts(secretsOf: NonNullable<ConfigSource['secretsOf']>): readonly AccountConfig[] {
  return loadConfig({ env: process.env, registry: exchanges, secretsOf }).accounts;
}

function configured(account: string, secretsOf: NonNullable<ConfigSource['secretsOf']>): AccountConfig {
  const all = accounts(secretsOf);
  const found = all.find((candidate) => candidate.account === account);
  if (found === undefined)
    throw new StartupError([
      `${account} is not in ${configPath(process.env)}; it has ${all.map((known) => known.account).join(', ')}`,
    ]);
  return found;
}

const hasConfig = (): boolean => existsSync(configPath(process.env));

const seams: CliSeams = {
  probe: async (account) => probe(configured(account, { account }), createLog('error')),
  exchanges: async () => {
    const known = hasConfig() ? accounts('none') : [];
    return Object.values(exchanges).map(({ id, capabilities }): ExchangeListing => ({
      adapter: id,
      capabilities,
      accounts: known.filter((account) => account.definition.id === id).map(({ account }) => account),
    }));
  },
  accountSettings: async (account) => {
    if (!hasConfig()) return null;
    const { workerGroup, definition } = configured(account, 'none');
    // No identity: a configuration that reaches another exchange account must not make itself the right one.
    return { workerGroup, capabilities: definition.capabilities };
  },
};

process.exitCode = await runCli(process.argv.slice(2), seams);
