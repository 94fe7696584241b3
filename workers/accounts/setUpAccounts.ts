import type { Client } from '@temporalio/client';

import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createLimitGate, createSharedScopes } from '../../activities/pacing/limitGate.ts';
import type { HealthReport } from '../../domain/accountState.ts';
import type { Log } from '../../domain/log.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { LimitGate } from '../../exchanges/limitGate.ts';
import type { AccountConfig, WorkerConfig } from '../config/workerConfig.ts';
import { createAccountVerifier, type AccountVerifier } from './accountVerifier.ts';
import { buildExchange } from './buildExchange.ts';
import type { AccountSubject } from './checkAccountWorkflow.ts';
import { ensureAccountWorkflow } from './ensureAccountWorkflow.ts';
import { reportHealth } from './reportHealth.ts';

/** One account as this process serves it, before activities see it. */
export type ServedAccount = {
  readonly config: AccountConfig;
  readonly exchange: Exchange;
  readonly gate: LimitGate;
  readonly verifier: AccountVerifier;
  /** Reports to the account's workflow. Never throws: a report that cannot be delivered is logged. */
  readonly reportHealth: (report: Omit<HealthReport, 'worker'>) => Promise<void>;
  /** What the account's workflow is compared with, if the account has this identity. */
  subject(accountIdentity: string): AccountSubject;
};

export type SetupOptions = {
  readonly config: WorkerConfig;
  readonly client: Pick<Client, 'workflow'>;
  /** This worker's name in health reports. */
  readonly worker: string;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly crashPoint?: NonNullable<ActivityDependencies['crashPoint']>;
};

/** Builds gate, adapter and verifier of every account that this process serves. Sends nothing yet. */
export function setUpAccounts({
  config,
  client,
  worker,
  log,
  nowMs,
  crashPoint = () => {},
}: SetupOptions): readonly ServedAccount[] {
  const sharedByHost = createSharedScopes();
  const accountOfIdentity = new Map<string, string>();
  return config.accounts
    .filter((account) => config.worker.groups.includes(account.workerGroup))
    .map((account) => {
      const gate = createLimitGate({
        scopes: account.limitScopes,
        limitShare: config.worker.limitShare,
        pollShare: config.poll.share,
        host: new URL(account.baseUrl).host,
        sharedByHost,
      });
      const exchange = buildExchange(account, gate, log, nowMs, (name) => void crashPoint(name));
      const subject = (accountIdentity: string): AccountSubject => ({
        ...account,
        capabilities: exchange.capabilities,
        accountIdentity,
        claimLifetimeMs: config.policy.maxRequestAgeMs,
      });
      const report = async (health: Omit<HealthReport, 'worker'>): Promise<void> => {
        await reportHealth(client, account.account, { ...health, worker }).catch((error: unknown) =>
          log.warn({ account: account.account, error }, 'health report not delivered'),
        );
      };
      const verifier = createAccountVerifier({
        config: account,
        exchange,
        accountOfIdentity,
        admit: async (accountIdentity) => {
          await crashPoint('account.beforeCreate');
          const check = await ensureAccountWorkflow(client, subject(accountIdentity));
          await crashPoint('account.afterCreate');
          return check;
        },
        reportHealth: report,
        nowMs,
        log,
      });
      return { config: account, exchange, gate, verifier, reportHealth: report, subject };
    });
}
