import type { HealthReport } from '../../domain/accountState.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { writePath } from '../config/writePath.ts';
import type { AccountWorkflowCheck } from './checkAccountWorkflow.ts';
import { judgeProbe, judgeProbeFailure, type ProbeVerdict } from './judgeProbe.ts';

export type VerifierOptions = {
  readonly config: AccountConfig;
  readonly exchange: Pick<Exchange, 'probe'>;
  /**
   * Which account of this process has which identity. Shared by all verifiers of the process: a second name for
   * the same exchange account is refused, because its claims would be kept in another account workflow.
   */
  readonly accountOfIdentity: Map<string, string>;
  /** Compares the identity with the account's workflow, and creates a missing workflow. */
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
   * Asks the exchange whose key this is and judges the answer. A wrong configuration is only answered, not reported
   * to the account: the mistake may be this machine's alone.
   */
  probe(): Promise<ProbeVerdict>;
  /** The same for an account that is being served: a wrong configuration also raises the account's attention. */
  recheck(): Promise<ProbeVerdict>;
  /** Takes a verified identity into use, unless the account's workflow has another one. */
  admit(accountIdentity: string): Promise<AccountWorkflowCheck>;
  /** Rechecks and admits. Calls at the same time share one attempt; a success is remembered. Throws ExchangeError. */
  verifyIdentity(): Promise<string>;
};

const skewWorthAWarningMs = 5_000;
/** Exchanges refuse requests whose time is off by about this much or more. */
const skewWorthAReportMs = 30_000;
const attentions: readonly HealthReport['attention'][] = ['exchangeUnreachable', 'clockSkew', 'accountMismatch'];

/** Makes sure that an account's key, base URL and workflow belong together, before anything is sent with it. */
export function createAccountVerifier(options: VerifierOptions): AccountVerifier {
  const { config, exchange, accountOfIdentity, log, nowMs } = options;
  const { account } = config;
  let accountIdentity: string | null = null;
  let running: Promise<string> | null = null;
  let reported: HealthReport['attention'] | null = null;

  const probe = async (): Promise<ProbeVerdict> => {
    const verdict = refuseSecondName(await ask(config, exchange));
    await reportVerdict(verdict);
    return verdict;
  };

  const recheck = async (): Promise<ProbeVerdict> => {
    const verdict = await probe();
    if (verdict.kind === 'misconfigured') await setAttention('accountMismatch', verdict.problem);
    return verdict;
  };

  const refuseSecondName = (verdict: ProbeVerdict): ProbeVerdict => {
    if (verdict.kind !== 'verified') return verdict;
    // Two adapters of one exchange may share an account: their withdrawals are of different kinds and never look alike.
    const identity = `${config.definition.id} ${verdict.accountIdentity}`;
    const other = accountOfIdentity.get(identity) ?? account;
    accountOfIdentity.set(identity, other);
    return other === account ? verdict : { kind: 'misconfigured', problem: secondNameProblem(account, other) };
  };

  const admit = async (identity: string): Promise<AccountWorkflowCheck> => {
    const check = await options.admit(identity);
    if (check.kind === 'misconfigured') return check;
    accountIdentity = identity;
    if (check.kind === 'closed') log.error({ account }, check.message);
    if (check.kind !== 'running') return check;
    for (const warning of check.warnings) log.warn({ account }, warning);
    // What this worker reported before it was restarted no longer holds.
    if (check.hasAttention && reported === null) for (const attention of attentions) await clearAttention(attention);
    return check;
  };

  const verify = async (): Promise<string> => {
    const verdict = await recheck();
    if (verdict.kind === 'misconfigured') throw refusal('authRefused', verdict.problem);
    if (verdict.kind === 'postponed')
      throw refusal(verdict.attention === 'clockSkew' ? 'clockSkew' : 'unreachable', verdict.message);
    const check = await admit(verdict.accountIdentity);
    if (check.kind !== 'misconfigured') {
      if (reported === 'accountMismatch') await clearAttention(reported);
      return verdict.accountIdentity;
    }
    await setAttention('accountMismatch', check.problem);
    throw refusal('authRefused', check.problem);
  };

  const refusal = (reason: 'authRefused' | 'unreachable' | 'clockSkew', note: string): ExchangeError =>
    new ExchangeError({ reason, adapter: config.definition.id, endpoint: `who is ${account}`, note });

  const reportVerdict = async (verdict: ProbeVerdict): Promise<void> => {
    const skewMs = verdict.kind === 'verified' ? Math.abs(verdict.clockSkewMs ?? 0) : 0;
    const skewText = `this clock and the exchange's differ by ${Math.round(skewMs / 1_000)} s`;
    if (skewMs > skewWorthAWarningMs) log.warn({ account, clockSkewMs: skewMs }, `${account}: ${skewText}`);
    if (verdict.kind === 'misconfigured') return;
    if (verdict.kind === 'postponed') return setAttention(verdict.attention, verdict.message);
    if (skewMs > skewWorthAReportMs) return setAttention('clockSkew', skewText);
    // The account's workflow may still have another identity: an accountMismatch ends only after admission.
    if (reported !== null && (reported !== 'accountMismatch' || accountIdentity !== null))
      await clearAttention(reported);
  };

  /** Reports a change and nothing else: every report is an event in the account's history. */
  const setAttention = async (attention: HealthReport['attention'], message: string): Promise<void> => {
    if (reported === attention) return;
    log.warn({ account, attention }, `${account}: ${message}`);
    const since = sinceNow();
    if (reported !== null) await options.reportHealth({ attention: reported, active: false, since, message: 'over' });
    reported = attention;
    await options.reportHealth({ attention, active: true, since, message });
  };

  const clearAttention = async (attention: HealthReport['attention']): Promise<void> => {
    reported = null;
    await options.reportHealth({ attention, active: false, since: sinceNow(), message: 'over' });
  };

  const sinceNow = (): string => new Date(nowMs()).toISOString();

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

function secondNameProblem(account: string, other: string): string {
  const [path, otherPath] = [account, other].map((name) => writePath(['accounts', name]));
  return `${path}: reaches the same exchange account as ${otherPath}; configure it once`;
}

async function ask(config: AccountConfig, exchange: Pick<Exchange, 'probe'>): Promise<ProbeVerdict> {
  try {
    return judgeProbe(config, await exchange.probe({ priority: 'validate' }));
  } catch (error) {
    return judgeProbeFailure(config, error);
  }
}
