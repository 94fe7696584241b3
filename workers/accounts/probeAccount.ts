import { createLimitGate, createSharedScopes } from '../../activities/pacing/limitGate.ts';
import type { ProbeReport } from '../../client/cli/seams.ts';
import type { DoctorLine } from '../../client/doctor.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { AccountProbe, Exchange, ReadContext } from '../../exchanges/exchange.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { buildExchange } from './buildExchange.ts';
import { judgeProbe, judgeProbeFailure, type ProbeVerdict } from './judgeProbe.ts';
import { probeReads } from './probeReads.ts';

const context: ReadContext = { priority: 'lookup' };
const skewWorthAWarningMs = 5_000;

/**
 * Reads from the exchange everything that a worker will depend on, and tells what it found line by line. Only reads:
 * never sends money, never cancels. Never throws; may be repeated.
 */
export async function probeAccount(
  config: AccountConfig,
  log: Log,
  nowMs: () => number = Date.now,
): Promise<ProbeReport> {
  const gate = createLimitGate({
    scopes: config.limitScopes,
    limitShare: 1,
    host: new URL(config.baseUrl).host,
    sharedByHost: createSharedScopes(),
  });
  const exchange = buildExchange(config, gate, log, nowMs);
  const identity = await probeIdentity(config, exchange);
  // Without a working key every further line would say the same.
  const reads = identity.isKeyAccepted ? await probeReads(exchange, context, nowMs()) : [];
  const lines = [...identity.lines, ...reads];
  return { account: config.account, ok: lines.every((line) => line.ok), reachable: identity.reachable, lines };
}

type IdentityProbe = {
  readonly lines: readonly DoctorLine[];
  readonly isKeyAccepted: boolean;
  readonly reachable: boolean;
};

async function probeIdentity(config: AccountConfig, exchange: Exchange): Promise<IdentityProbe> {
  try {
    const answer = await exchange.probe(context);
    const verdict = judgeProbe(config, answer);
    return {
      lines: [
        passed('base URL', config.baseUrl),
        passed('authentication', 'key and signature are accepted'),
        clockLine(answer.clockSkewMs),
        exchangeAccountLine(verdict, answer),
        ...(verdict.kind === 'verified' ? [passed('account identity', verdict.accountIdentity)] : []),
        passed('permissions', answer.permissions.join(', ') || 'the exchange does not tell'),
      ],
      isKeyAccepted: true,
      reachable: true,
    };
  } catch (error) {
    return explainFailure(config, error);
  }
}

function explainFailure(config: AccountConfig, error: unknown): IdentityProbe {
  const found = foundText(judgeProbeFailure(config, error));
  const isSilent = error instanceof ExchangeError && error.httpStatus === null;
  const advice = isSilent
    ? 'Check the base URL and the network from this machine, then try again.'
    : 'Correct what it names, then try again.';
  return {
    lines: [passed('base URL', config.baseUrl), { check: 'authentication', ok: false, found, advice }],
    isKeyAccepted: false,
    reachable: !isSilent,
  };
}

function foundText(verdict: ProbeVerdict): string {
  if (verdict.kind === 'misconfigured') return verdict.problem;
  return verdict.kind === 'postponed' ? verdict.message : '';
}

function exchangeAccountLine(verdict: ProbeVerdict, { exchangeAccountId }: AccountProbe): DoctorLine {
  const check = 'exchange account';
  if (verdict.kind === 'misconfigured') {
    const advice = 'Correct exchangeAccountId, or use the key of that account.';
    return { check, ok: false, found: verdict.problem, advice };
  }
  const id = verdict.kind === 'verified' ? verdict.exchangeAccountId : 'unknown';
  return passed(check, `${id}${exchangeAccountId === null ? ' (as configured: the exchange shows none)' : ''}`);
}

function clockLine(skewMs: number | null): DoctorLine {
  if (skewMs === null) return passed('clock', 'the exchange does not tell its time');
  const found = `differs from the exchange's by ${Math.abs(skewMs)} ms`;
  return Math.abs(skewMs) <= skewWorthAWarningMs
    ? passed('clock', found)
    : { check: 'clock', ok: false, found, advice: "Set this machine's clock (NTP)." };
}

function passed(check: string, found: string): DoctorLine {
  return { check, ok: true, found, advice: null };
}
