import type { AccountCall, Call, ExchangeState, Subject } from '../exchangeApi.ts';
import type { LedgerEntry } from '../ledger.ts';
import { toFaultRecord, type RecordView } from '../recordView.ts';
import { isFinal } from '../script.ts';
import { toRecord } from './record.ts';
import { refusals } from './refusals.ts';

type PageToken = { before: string; kind: string | null; asset: string | null };

const kinds = ['on_chain', 'off_chain', 'internal'];
const documentedLimit = 50;

function readToken(text: string): PageToken {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as PageToken;
    if (/^\d+$/.test(token.before)) return token;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badParameter('page_token is not one of ours');
}

function readLimit(text: string | null, maxPageSize: number): number {
  if (text !== null && !/^[1-9]\d{0,5}$/.test(text))
    throw refusals.badParameter('limit must be a whole number above 0');
  return Math.min(text === null ? documentedLimit : Number(text), maxPageSize);
}

/** Reads and cancel of withdrawals. */
export function createWithdrawals(state: ExchangeState, view: RecordView) {
  const { book, armedFaults, clock, options } = state;
  const feeMode = options.feeMode ?? 'onTop';

  function findAddressed(call: Call, accountId: string): LedgerEntry | undefined {
    const wanted = call.params['guid'];
    const entries = book.of(accountId);
    const byNumber = (entry: LedgerEntry) => (options.numericIdInPath ?? true) && entry.exchangeWithdrawalId === wanted;
    return entries.find((entry) => entry.clientWithdrawalId === wanted) ?? entries.find(byNumber);
  }

  const addressedSubjects = (call: Call, account: { accountId: string }): Subject[] => {
    const entry = findAddressed(call, account.accountId);
    return entry ? [entry] : [{ clientWithdrawalId: call.params['guid'] ?? '', accountId: account.accountId }];
  };

  function get({ call, account, point }: AccountCall) {
    const entry = findAddressed(call, account.accountId);
    const shown = entry && view.show(entry, point);
    if (!shown) throw refusals.notFound;
    return { code: 0, message: '', data: toRecord(shown, feeMode) };
  }

  /** Newest first. A page token remembers the filters it was made with. */
  function list({ call, account, point }: AccountCall) {
    const limit = readLimit(call.query.get('limit'), options.maxPageSize ?? 200);
    const tokenText = call.query.get('page_token');
    const token = tokenText ? readToken(tokenText) : null;
    const kind = call.query.get('kind') ?? token?.kind ?? null;
    const asset = call.query.get('asset_symbol') ?? token?.asset ?? null;
    if (kind !== null && !kinds.includes(kind)) throw refusals.badParameter(`kind must be one of ${kinds.join(', ')}`);

    const rows = book
      .of(account.accountId)
      .filter((entry) => (kind === null || entry.kind === kind) && (asset === null || entry.asset === asset))
      .sort((a, b) => Number(b.exchangeWithdrawalId) - Number(a.exchangeWithdrawalId));
    const from = token ? rows.filter((entry) => Number(entry.exchangeWithdrawalId) >= Number(token.before)).length : 0;
    const duplicated = view.isDuplicated(rows, point);
    const start = duplicated ? Math.max(0, from - limit) : from;
    const page = rows.slice(start, start + limit);
    const shown = view
      .showAll(duplicated && !token ? [...page, ...page] : page, point)
      .map((one) => toRecord(one, feeMode));
    const last = page.at(-1);
    const next = last && start + page.length < rows.length ? { before: last.exchangeWithdrawalId, kind, asset } : null;
    return { data: shown, ...(next ? { page_token: Buffer.from(JSON.stringify(next)).toString('base64') } : {}) };
  }

  /** Takes the request; whether it comes in time shows later. */
  function cancel({ call, account }: AccountCall) {
    const entry = findAddressed(call, account.accountId);
    if (!entry) throw refusals.notFound;
    if (isFinal(entry.status)) throw refusals.badParameter('withdrawal is final already');
    const losesRace = armedFaults.losesRace(toFaultRecord(entry));
    armedFaults.tie('cancel', toFaultRecord(entry));
    if (losesRace) book.advance(entry.exchangeWithdrawalId, 'broadcast');
    clock.setTimer(() => {
      const current = book.ledger.get(entry.exchangeWithdrawalId);
      if (!current || isFinal(current.status)) return;
      if (losesRace) book.advance(entry.exchangeWithdrawalId, 'completed');
      else if (current.money === 'locked') book.advance(entry.exchangeWithdrawalId, 'cancelled');
    }, options.cancelAfterMs ?? 200);
    return { code: 0, message: 'cancel request submitted', data: null };
  }

  return {
    get,
    list,
    cancel,
    addressedSubjects,
    listSubjects: (_: Call, account: { accountId: string }) => book.of(account.accountId),
  };
}
