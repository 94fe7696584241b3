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
import { ensureAccountWorkflow, type AccountSubject } from './ensureAccountWorkflow.ts';
import { reportHealth } from './reportHealth.ts';

/** One account as this process serves it, before activities see it. */
export type ServedAccount = {
  readonly config: AccountConfig;
  readonly exchange: Exchange;
  readonly gate: LimitGate;
  readonly verifier: AccountVerifier;
  /** Tells the account's workflow; a report that cannot be delivered is only logged. */
  readonly reportHealth: (report: Omit<HealthReport, 'worker'>) => Promise<void>;
  /** The account under this identity. */
  subject(accountIdentity: string): AccountSubject;
};

export type SetupOptions = {
  readonly config: WorkerConfig;
  readonly client: Pick<Client, 'workflow'>;
  /** Named in health reports. */
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
  const taken = new Map<string, string>();
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
      const tell = async (report: Omit<HealthReport, 'worker'>): Promise<void> => {
        await reportHealth(client, account.account, { ...report, worker }).catch((error: unknown) =>
          log.warn({ account: account.account, error }, 'health report not delivered'),
        );
      };
      const verifier = createAccountVerifier({
        config: account,
        exchange,
        taken,
        admit: async (accountIdentity) => {
          await crashPoint('account.beforeCreate');
          const check = await ensureAccountWorkflow(client, subject(accountIdentity));
          await crashPoint('account.afterCreate');
          return check;
        },
        reportHealth: tell,
        nowMs,
        log,
      });
      return { config: account, exchange, gate, verifier, reportHealth: tell, subject };
    });
}
