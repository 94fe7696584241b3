import { createLimitGate, createSharedScopes } from '../../activities/pacing/limitGate.ts';
import type { ProbeReport } from '../../client/cli/seams.ts';
import type { DoctorLine } from '../../client/doctor.ts';
import type { Log } from '../../domain/log.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange, ReadContext } from '../../exchanges/exchange.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { buildExchange } from './buildExchange.ts';
import { judgeProbe, judgeProbeFailure } from './judgeProbe.ts';
import { probeReads } from './probeReads.ts';

const context: ReadContext = { priority: 'lookup' };
const skewWorthAWarningMs = 5_000;

/**
 * Asks the exchange everything that a worker will depend on, by reads alone: never sends money, never
 * cancels. Throws nothing.
 */
export async function probe(config: AccountConfig, log: Log, nowMs: () => number = Date.now): Promise<ProbeReport> {
  const gate = createLimitGate({
    scopes: config.limitScopes,
    limitShare: 1,
    host: new URL(config.baseUrl).host,
    sharedByHost: createSharedScopes(),
  });
  const exchange = buildExchange(config, gate, log, nowMs);
  const who = await probeIdentity(config, exchange);
  // Without a key that works, every further line would say the same.
  const lines = who.goOn ? [...who.lines, ...(await probeReads(exchange, context, nowMs()))] : who.lines;
  return { account: config.account, ok: lines.every((line) => line.ok), reachable: who.reachable, lines };
}

type Who = { readonly lines: readonly DoctorLine[]; readonly goOn: boolean; readonly reachable: boolean };

async function probeIdentity(config: AccountConfig, exchange: Exchange): Promise<Who> {
  try {
    const answer = await exchange.probe(context);
    const verdict = judgeProbe(config, answer);
    const problem = verdict.kind === 'misconfigured' ? verdict.problem : null;
    const shown = answer.exchangeAccountId === null ? ' (as configured: the exchange shows none)' : '';
    return {
      lines: [
        fine('base URL', config.baseUrl),
        fine('authentication', 'key and signature are accepted'),
        clockLine(answer.clockSkewMs),
        problem === null
          ? fine('exchange account', `${verdict.kind === 'verified' ? verdict.exchangeAccountId : 'unknown'}${shown}`)
          : {
              check: 'exchange account',
              ok: false,
              found: problem,
              advice: 'Correct exchangeAccountId, or use the key of that account.',
            },
        ...(verdict.kind === 'verified' ? [fine('account identity', verdict.accountIdentity)] : []),
        fine('permissions', answer.permissions.join(', ') || 'the exchange does not tell'),
      ],
      goOn: true,
      reachable: true,
    };
  } catch (error) {
    return explain(config, error);
  }
}

function explain(config: AccountConfig, error: unknown): Who {
  const verdict = judgeProbeFailure(config, error);
  const silent = error instanceof ExchangeError && error.httpStatus === null;
  const found =
    verdict.kind === 'misconfigured' ? verdict.problem : verdict.kind === 'postponed' ? verdict.message : '';
  const advice = silent
    ? 'Check the base URL and the network from this machine, then try again.'
    : 'Correct what it names, then try again.';
  return {
    lines: [fine('base URL', config.baseUrl), { check: 'authentication', ok: false, found, advice }],
    goOn: false,
    reachable: !silent,
  };
}

function clockLine(skewMs: number | null): DoctorLine {
  if (skewMs === null) return fine('clock', 'the exchange does not tell its time');
  const found = `differs from the exchange's by ${Math.abs(skewMs)} ms`;
  return Math.abs(skewMs) <= skewWorthAWarningMs
    ? fine('clock', found)
    : { check: 'clock', ok: false, found, advice: "Set this machine's clock (NTP)." };
}

function fine(check: string, found: string): DoctorLine {
  return { check, ok: true, found, advice: null };
}
