import { randomUUID } from 'node:crypto';

import type { DoctorLine } from '../../client/doctor.ts';
import { deriveClientWithdrawalId } from '../../domain/clientWithdrawalId.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange, ReadContext } from '../../exchanges/exchange.ts';

type Finding = Omit<DoctorLine, 'check'>;
type ByClientId = Extract<Exchange, { readonly capabilities: { readonly findBy: 'clientId' } }>;
type ByHistory = Extract<Exchange, { readonly capabilities: { readonly findBy: 'history' } }>;

const hourMs = 60 * 60_000;
const passed = (found: string): Finding => ({ ok: true, found, advice: null });

/** Tries once each read that withdrawals depend on. Never throws: a failed read is a line of the answer. */
export async function probeReads(
  exchange: Exchange,
  context: ReadContext,
  nowMs: number,
): Promise<readonly DoctorLine[]> {
  return [
    await attempt('asset rules', () => readRules(exchange, context)),
    await attempt('history', () => readHistory(exchange, context, nowMs - hourMs)),
    await attempt('look-up of an unknown id', () => lookUpUnknown(exchange, context, nowMs - hourMs)),
  ];
}

async function readRules(exchange: Exchange, context: ReadContext): Promise<Finding> {
  const rules = await exchange.readAssetRules(context);
  if (rules === null) return passed('this exchange publishes none');
  const assets = new Set(rules.map((rule) => rule.asset)).size;
  const suspended = rules.filter((rule) => !rule.enabled).length;
  return passed(`${assets} assets, ${rules.length} networks, ${suspended} of them suspended`);
}

async function readHistory(exchange: Exchange, context: ReadContext, fromMs: number): Promise<Finding> {
  const advice = "Lost submits could not be found again. Compare the answer with the adapter's MAPPING.md.";
  if (isByHistory(exchange)) {
    const read = await exchange.readHistory({ asset: 'USDT', network: '', laneKey: null }, fromMs, null, context);
    const found =
      `${read.records.length} withdrawals of USDT in the last hour; ` +
      `${read.unreadableRows} rows unreadable${read.complete ? '' : '; not complete'}`;
    return read.complete && read.unreadableRows === 0 ? passed(found) : { ok: false, found, advice };
  }
  const read = await exchange.readStatuses(
    [{ exchangeWithdrawalId: '1', clientWithdrawalId: null, asset: 'USDT', notBeforeMs: fromMs }],
    context,
  );
  return read.notRead.length === 0 ? passed('readable') : { ok: false, found: 'not readable to its end', advice };
}

async function lookUpUnknown(exchange: Exchange, context: ReadContext, notBeforeMs: number): Promise<Finding> {
  const intent = unknownIntent(exchange);
  const answer = isByHistory(exchange)
    ? await exchange.findById('1', { asset: intent.asset, clientWithdrawalId: null, notBeforeMs }, context)
    : await (exchange as ByClientId).findByClientId(intent, context);
  if (answer.kind === 'notFound') return passed('answered as not found');
  return {
    ok: false,
    found: 'answered with a record, though nobody made one',
    advice: 'Do not use this account: look-ups cannot be trusted.',
  };
}

/** The intent of a withdrawal that never existed, under an id that nobody else can have. */
function unknownIntent(exchange: Exchange): SubmitIntent {
  const withdrawalId = `probe-${randomUUID()}`;
  const clientWithdrawalId = deriveClientWithdrawalId(exchange.capabilities.clientIdFormat, withdrawalId, 1);
  return {
    withdrawalId,
    submission: 1,
    clientWithdrawalId,
    account: 'probe/probe',
    accountIdentity: '',
    asset: 'USDT',
    network: '',
    address: '',
    memo: null,
    amount: '1',
    laneKey: null,
    frozen: {},
  };
}

function isByHistory(exchange: Exchange): exchange is ByHistory {
  return exchange.capabilities.findBy === 'history';
}

async function attempt(check: string, read: () => Promise<Finding>): Promise<DoctorLine> {
  try {
    return { check, ...(await read()) };
  } catch (error) {
    // Only messages of our own errors are known to hold no secret.
    return {
      check,
      ok: false,
      found: error instanceof ExchangeError ? error.message : 'failed unexpectedly',
      advice: "Try again; if it stays, compare with the adapter's MAPPING.md.",
    };
  }
}
