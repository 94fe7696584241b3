import { inspect } from 'node:util';

import { type FailureReason, failureDecisions } from '../../../domain/failure.ts';
import { isFinal } from '../../../domain/status.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { bigoneFailures } from '../../../exchanges/bigone/mapping.ts';
import { bitunixFailures } from '../../../exchanges/bitunix/mapping.ts';
import { btseFailures } from '../../../exchanges/btse/failures.ts';
import { edgexFailures } from '../../../exchanges/edgex/failures.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import { toSubmitAnswer } from '../../../exchanges/http/classifyHttp.ts';
import type { Outcome } from './calls.ts';
import type { FuzzBench, Said } from './fuzzBench.ts';
import { isObject, type Json, objectsIn, parseJson, type Sample } from './samples.ts';

type Told = { readonly [key: string]: Json };
type Language = {
  readonly failures: Readonly<Record<string, FailureReason>>;
  readonly codeOf: (told: Told) => string;
  /** Whether the document calls this answer a success. */
  readonly isSuccess: (json: Json, told: Told) => boolean;
  readonly rowsOf: (json: Json, told: Told) => Json | undefined;
  readonly idFields: readonly string[];
  /** The fields that say whose row it is: with any of them changed, it need not be ours. */
  readonly identity: readonly string[];
};

const text = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const dataOf = (_json: Json, told: Told) => told['data'];
const wrappers = ['success', 'errorCode', 'error', 'code', 'status', 'msg', 'message'];

/**
 * How each exchange's document says that a call succeeded, that it failed, and where the rows are. Written from the
 * documents, and read by the platform's own JSON parser.
 */
const languages: Readonly<Record<string, Language>> = {
  bigone: {
    failures: bigoneFailures,
    codeOf: (told) => text(told['code']),
    idFields: ['id'],
    identity: ['id'],
    rowsOf: dataOf,
    isSuccess: (_json, told) =>
      text(told['code']) === '0' || ((told['code'] ?? null) === null && (told['data'] ?? null) !== null),
  },
  bitunix: {
    failures: bitunixFailures,
    codeOf: (told) => text(told['code']),
    idFields: ['id', 'withdrawId', 'insideTransferId'],
    identity: ['id', 'type', 'coin', 'network', 'address', 'toAddress', 'memo', 'ctime'],
    isSuccess: (_json, told) => text(told['code']) === '0' && told['success'] !== false,
    rowsOf: (_json, told) => {
      const data = told['data'];
      if (!isObject(data)) return data;
      return data['list'] ?? [data];
    },
  },
  btse: {
    failures: btseFailures,
    idFields: ['orderId', 'withdraw_id', 'withdrawId'],
    identity: ['orderId', 'type', 'currency', 'currencyNetwork', 'toAddress', 'timestamp'],
    codeOf: (told) => {
      const code =
        typeof told['success'] === 'boolean'
          ? text(told['code'])
          : text(told['errorCode'] ?? told['code'] ?? told['status']);
      return ['401', '10002', '-7'].includes(code) && /\bnonce\b/i.test(text(told['message'] ?? told['msg']))
        ? `${code} nonce`
        : code;
    },
    isSuccess: (json, told) =>
      Array.isArray(json) ||
      !wrappers.some((field) => Object.hasOwn(told, field)) ||
      (told['success'] === true && text(told['code']) === '1'),
    rowsOf: (json, told) => (Array.isArray(json) ? json : told['data']),
  },
  edgex: {
    failures: edgexFailures,
    codeOf: (told) => text(told['code']),
    idFields: ['id', 'orderId', 'withdrawId', 'crossWithdrawId'],
    identity: ['id', 'orderId', 'type', 'clientWithdrawId', 'clientCrossWithdrawId', 'accountId'],
    isSuccess: (_json, told) => told['code'] === 'SUCCESS',
    rowsOf: (_json, told) => (isObject(told['data']) ? told['data']['dataList'] : told['data']),
  },
};

/** True where a document gives this body a meaning that decides something: a yes, a listed refusal, a final word. */
export function isMeant(adapter: string, finalWords: readonly string[], body: string): boolean {
  const json = parseJson(body.replace(/^\ufeff/, ''));
  const language = languages[adapter];
  if (json === undefined || language === undefined) return false;
  const told = isObject(json) ? json : {};
  return (
    language.isSuccess(json, told) ||
    Object.hasOwn(language.failures, language.codeOf(told)) ||
    finalWords.some((word) => body.includes(`"${word}"`))
  );
}

const languageOf = (bench: FuzzBench): Language => {
  const language = languages[bench.adapter.replace(/^edgex-.*/, 'edgex')];
  if (language === undefined) throw new Error(`say how ${bench.adapter} says yes and no`);
  return language;
};

/** What is wrong with this outcome of a call that was answered junk; null when nothing is. */
export function complaint(
  bench: FuzzBench,
  outcome: Outcome,
  said: Said | null,
  samples: readonly Sample[],
): string | null {
  const leak = leakIn(bench, outcome);
  if (leak !== null) return leak;
  const view = { language: languageOf(bench), ...readSaid(said) };
  switch (outcome.kind) {
    case 'submit':
      if (outcome.answer.kind === 'accepted') return acceptedWrongly(view, outcome.answer.exchangeWithdrawalId);
      return refusedWrongly(view, outcome.answer.kind);
    case 'deed':
      if (outcome.reply.kind === 'failed') return refusedWrongly(view, toSubmitAnswer(outcome.reply.error).kind);
      return isSuccess(view) || view.said?.text.trim() === '' ? null : 'took it for a success';
    case 'cancel':
      if (outcome.answer.kind === 'taken') return isSuccess(view) ? null : 'took a cancel for taken';
      return refusedWrongly(view, outcome.answer.kind === 'refused' ? 'rejected' : 'unknown');
    case 'read':
      return (
        outcome.records.map((record) => finalWrongly(bench, view, record)).find((wrong) => wrong !== null) ??
        (outcome.isAbsent ? absentWrongly(bench, view, samples) : null)
      );
    case 'error':
      return outcome.error instanceof ExchangeError
        ? null
        : `threw something else than ExchangeError: ${inspect(outcome.error)}`;
    case 'value':
      return null;
  }
}

type View = {
  readonly language: Language;
  readonly said: Said | null;
  readonly json: Json | undefined;
  readonly told: Told;
};

function readSaid(said: Said | null): Omit<View, 'language'> {
  const json = said === null ? undefined : parseJson(said.text.replace(/^\ufeff/, ''));
  return { said, json, told: isObject(json) ? json : {} };
}

function isSuccess({ language, said, json, told }: View): boolean {
  return (
    said !== null &&
    said.junk.status >= 200 &&
    said.junk.status < 300 &&
    json !== undefined &&
    language.isSuccess(json, told)
  );
}

function acceptedWrongly(view: View, id: string | null): string | null {
  if (!isSuccess(view)) return 'accepted, although nothing said so';
  const isSaid = (shown: Json) => text(shown) === id || (typeof shown === 'number' && shown === Number(id));
  const said =
    objectsIn(view.json).some((object) => Object.values(object).some(isSaid)) ||
    view.said?.text.includes(id ?? '') === true;
  return id !== null && /^[\x21-\x7e]{1,64}$/.test(id) && said
    ? null
    : `accepted under ${String(id)}, which was not said`;
}

/** A refusal settles a withdrawal: it must be in the exchange's own table, and said below HTTP 500. */
function refusedWrongly({ language, said, told }: View, kind: 'rejected' | 'notSent' | 'unknown'): string | null {
  if (kind === 'unknown') return null;
  // We refused it ourselves, because of a look-up before the send that was answered junk.
  if (said === null) return `${kind}, although nothing was asked`;
  if (said.junk.status >= 500) return `${kind} of HTTP ${said.junk.status}`;
  const reason = language.failures[language.codeOf(told)];
  if (
    reason !== undefined &&
    Object.hasOwn(language.failures, language.codeOf(told)) &&
    failureDecisions[reason].onSubmit === kind
  )
    return null;
  if (said.junk.status === 429 && kind === 'notSent') return null;
  return `${kind}, although the table does not list it`;
}

function finalWrongly(bench: FuzzBench, view: View, record: WithdrawalRecord): string | null {
  if (!isFinal(record.status)) return null;
  const words = Object.entries(bench.definition.statusTable)
    .filter(([, status]) => status === record.status)
    .map(([word]) => word);
  const shown = objectsIn(view.json).some(
    (row) =>
      view.language.idFields.some((field) => text(row[field]) === record.exchangeWithdrawalId) &&
      Object.values(row).some((value) => typeof value === 'string' && words.includes(value)),
  );
  return isSuccess(view) && shown ? null : `final ${record.status} (${record.exchangeStatus}), although no row says so`;
}

/** Absence is proven only by a success whose rows can all be told from ours, or by a listed *not found*. */
function absentWrongly(bench: FuzzBench, view: View, samples: readonly Sample[]): string | null {
  const { language, said, json, told } = view;
  if (said !== null && said.junk.status < 500 && language.failures[language.codeOf(told)] === 'notFound') return null;
  if (!isSuccess(view) || json === undefined) return 'absent, although the answer was no success';
  const rows = language.rowsOf(json, told);
  if (!Array.isArray(rows)) return 'absent, although no list was shown';
  const isOther = (row: Told) =>
    bench.adapter === 'btse' && typeof row['type'] === 'string' && !/withdraw/i.test(row['type']);
  const nameless = (rows as Json[]).some(
    (row) =>
      !isObject(row) ||
      (!isOther(row) && !language.idFields.some((field) => /^[\x21-\x7e]{1,64}$/.test(text(row[field])))),
  );
  if (nameless) return 'absent, although a row could not be told from ours';
  const wasOurs = samples
    .flatMap((sample) => objectsIn(parseJson(sample.body)))
    .filter((row) => language.idFields.some((field) => text(row[field]) === bench.open.exchangeWithdrawalId));
  const isOurs = (row: Json) =>
    isObject(row) &&
    wasOurs.some((ours) =>
      language.identity.every((field) => JSON.stringify(row[field]) === JSON.stringify(ours[field])),
    );
  return (rows as Json[]).some(isOurs) ? 'absent, although our row was shown' : null;
}

const deep = { depth: 12, maxStringLength: null, showHidden: true } as const;
const privateHeader = /authorization|sign|nonce|key|passphrase/i;

/** Neither an error nor a sentence of an answer nor a log line repeats a credential or a signed header. */
function leakIn(bench: FuzzBench, outcome: Outcome): string | null {
  const headers = bench.sent.slice(-3).flatMap((request) =>
    Object.entries(request.headers)
      .filter(([name]) => privateHeader.test(name))
      .flatMap(([, value]) => value.split(' ')),
  );
  const hidden = [...new Set([...bench.secrets, ...headers])].filter((part) => part.length > 6);
  const told = [...sentencesOf(outcome), ...bench.lines].join('\n');
  bench.lines.length = 0;
  const found = hidden.find((part) => told.includes(part));
  return found === undefined
    ? null
    : `leaked ${found.slice(0, 12)}…: ${told.slice(Math.max(0, told.indexOf(found) - 60), told.indexOf(found) + 40)}`;
}

function sentencesOf(outcome: Outcome): string[] {
  switch (outcome.kind) {
    case 'error':
      return [
        inspect(outcome.error, deep),
        JSON.stringify(outcome.error),
        outcome.error instanceof Error
          ? `${outcome.error.message} ${outcome.error.stack ?? ''} ${inspect(outcome.error.cause)}`
          : '',
      ];
    case 'deed':
      return outcome.reply.kind === 'failed'
        ? [inspect(outcome.reply.error, deep), outcome.reply.error.stack ?? '']
        : [];
    case 'submit':
    case 'cancel':
      return 'message' in outcome.answer ? [outcome.answer.message] : [];
    case 'read':
    case 'value':
      return [];
  }
}
