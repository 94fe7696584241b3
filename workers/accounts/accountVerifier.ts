import type { HealthReport } from '../../domain/accountState.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import { writePath } from '../config/describeIssues.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import type { AccountWorkflowCheck } from './ensureAccountWorkflow.ts';
import { judgeProbe, judgeProbeFailure, type ProbeVerdict } from './judgeProbe.ts';

export type VerifierOptions = {
  readonly config: AccountConfig;
  readonly exchange: Pick<Exchange, 'probe'>;
  /**
   * Which account of this process has which identity: two names of one exchange account would guard each
   * other's money badly.
   */
  readonly taken: Map<string, string>;
  /** Compares with the account's workflow and creates a missing one. */
  readonly admit: (accountIdentity: string) => Promise<AccountWorkflowCheck>;
  /** Must not throw. */
  readonly reportHealth: (report: Omit<HealthReport, 'worker'>) => Promise<void>;
  readonly nowMs: () => number;
  readonly log: Log;
};

export type AccountVerifier = {
  /** Null until the exchange and the account's workflow have both confirmed it. */
  readonly accountIdentity: string | null;
  /**
   * Asks the exchange who we are and judges the answer. A wrong configuration is told to the caller alone: it
   * may be another machine's mistake.
   */
  probe(): Promise<ProbeVerdict>;
  /** The same while serving the account: then a wrong configuration raises its attention. */
  recheck(): Promise<ProbeVerdict>;
  /** Takes a verified identity into use, unless the account's workflow is of another. */
  admit(accountIdentity: string): Promise<AccountWorkflowCheck>;
  /** Both, once for all that wait; remembered once it succeeded. Throws ExchangeError. */
  verifyIdentity(): Promise<string>;
};

const skewWorthAWarningMs = 5_000;
/** Exchanges refuse requests beyond a window of this order; well before that a person should look. */
const skewWorthAReportMs = 30_000;
const attentions: readonly HealthReport['attention'][] = ['exchangeUnreachable', 'clockSkew', 'accountMismatch'];

/** Makes sure that an account's key, base URL and workflow belong together, before anything is sent with it. */
export function createAccountVerifier(options: VerifierOptions): AccountVerifier {
  const { config, exchange, taken, log, nowMs } = options;
  const { account } = config;
  let accountIdentity: string | null = null;
  let running: Promise<string> | null = null;
  let reported: HealthReport['attention'] | null = null;

  const probe = async (): Promise<ProbeVerdict> => {
    const verdict = distinct(await ask(config, exchange));
    await report(verdict);
    return verdict;
  };

  const recheck = async (): Promise<ProbeVerdict> => {
    const verdict = await probe();
    if (verdict.kind === 'misconfigured') await tell('accountMismatch', verdict.problem);
    return verdict;
  };

  const distinct = (verdict: ProbeVerdict): ProbeVerdict => {
    if (verdict.kind !== 'verified') return verdict;
    // Adapters of one exchange may share its account: their withdrawals are of different kinds and never look alike.
    const place = `${config.definition.id} ${verdict.accountIdentity}`;
    const other = taken.get(place) ?? account;
    taken.set(place, other);
    return other === account
      ? verdict
      : {
          kind: 'misconfigured',
          problem: `${writePath(['accounts', account])}: reaches the same exchange account as ${writePath(['accounts', other])}; configure it once`,
        };
  };

  const admit = async (identity: string): Promise<AccountWorkflowCheck> => {
    const check = await options.admit(identity);
    if (check.kind === 'misconfigured') return check;
    accountIdentity = identity;
    if (check.kind === 'closed') log.error({ account }, check.message);
    if (check.kind !== 'running') return check;
    for (const warning of check.warnings) log.warn({ account }, warning);
    // This worker's own reports of an earlier life are over.
    if (check.hasAttention && reported === null)
      for (const attention of attentions) await tell(attention, 'over', false);
    return check;
  };

  const verify = async (): Promise<string> => {
    const verdict = await recheck();
    if (verdict.kind === 'misconfigured') throw refusal('authRefused', verdict.problem);
    if (verdict.kind === 'postponed')
      throw refusal(verdict.attention === 'clockSkew' ? 'clockSkew' : 'unreachable', verdict.message);
    const check = await admit(verdict.accountIdentity);
    if (check.kind !== 'misconfigured') {
      if (reported === 'accountMismatch') await tell(reported, 'over', false);
      return verdict.accountIdentity;
    }
    await tell('accountMismatch', check.problem);
    throw refusal('authRefused', check.problem);
  };

  const refusal = (reason: 'authRefused' | 'unreachable' | 'clockSkew', note: string): ExchangeError =>
    new ExchangeError({ reason, adapter: config.definition.id, endpoint: `who is ${account}`, note });

  const report = async (verdict: ProbeVerdict): Promise<void> => {
    const skewMs = verdict.kind === 'verified' ? Math.abs(verdict.clockSkewMs ?? 0) : 0;
    if (skewMs > skewWorthAWarningMs)
      log.warn(
        { account, clockSkewMs: skewMs },
        `${account}: this clock and the exchange's differ by ${Math.round(skewMs / 1_000)} s`,
      );
    if (verdict.kind === 'misconfigured') return;
    if (verdict.kind === 'postponed') return tell(verdict.attention, verdict.message);
    if (skewMs > skewWorthAReportMs)
      return tell('clockSkew', `this clock and the exchange's differ by ${Math.round(skewMs / 1_000)} s`);
    // Who the exchange says we are may still not be whom the account's workflow is of: that is over once it
    // has admitted us.
    if (reported !== null && (reported !== 'accountMismatch' || accountIdentity !== null))
      await tell(reported, 'over', false);
  };

  /** Once per change: what is said again costs the account's history events. */
  const tell = async (attention: HealthReport['attention'], message: string, active = true): Promise<void> => {
    if (active && reported === attention) return;
    if (active) log.warn({ account, attention }, `${account}: ${message}`);
    const since = new Date(nowMs()).toISOString();
    if (active && reported !== null)
      await options.reportHealth({ attention: reported, active: false, since, message: 'over' });
    reported = active ? attention : null;
    await options.reportHealth({ attention, active, since, message });
  };

  return {
    get accountIdentity() {
      return accountIdentity;
    },
    probe,
    recheck,
    admit,
    async verifyIdentity() {
      if (accountIdentity !== null) return accountIdentity;
      running ??= verify().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

async function ask(config: AccountConfig, exchange: Pick<Exchange, 'probe'>): Promise<ProbeVerdict> {
  try {
    return judgeProbe(config, await exchange.probe({ priority: 'validate' }));
  } catch (error) {
    return judgeProbeFailure(config, error);
  }
}
