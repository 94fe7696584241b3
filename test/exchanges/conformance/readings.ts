import { isLosslessNumber, parse, stringify } from 'lossless-json';

import { type FailureReason, failureDecisions } from '../../../domain/failure.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type { Exchange, OpenWithdrawal } from '../../../exchanges/exchange.ts';
import { poll, type Scene } from './scene.ts';

/** What one read came to: the record's status, or why there is none. `absent`: it says that there is no record. */
export type Reading = WithdrawalRecord['status'] | 'absent' | 'notTold' | 'retry' | 'person' | 'answer';

/** Reads once more after a failure, as the orchestrator does: a kept connection may have ended meanwhile. */
export async function again<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  return read().catch(read);
}

/** Every record that the search for a lost submit can see. Throws what the adapter throws. */
export async function recordsFor(
  exchange: Exchange,
  intent: SubmitIntent,
): Promise<{ records: readonly WithdrawalRecord[]; isProof: boolean }> {
  if ('readHistory' in exchange) {
    const read = await exchange.readHistory(intent, Date.now() - 60_000, null, poll);
    return { records: read.records, isProof: read.complete && read.unreadableRows === 0 };
  }
  const found = await exchange.findByClientId(intent, poll);
  return { records: found.kind === 'found' ? [found.record] : [], isProof: true };
}

export type Read = (exchange: Exchange, open: OpenWithdrawal, intent: SubmitIntent) => Promise<Reading>;

/** The three ways in which a withdrawal is read, each by itself. They throw what the adapter throws. */
export const ways: Readonly<Record<'readStatuses' | 'findById' | 'search', Read>> = {
  async readStatuses(exchange, open) {
    const { records, unreadable, notRead } = await exchange.readStatuses([open], poll);
    return records[0]?.status ?? (unreadable.length + notRead.length > 0 ? 'notTold' : 'absent');
  },
  async findById(exchange, open) {
    const found = await exchange.findById(open.exchangeWithdrawalId, open, poll);
    return found.kind === 'found' ? found.record.status : 'absent';
  },
  async search(exchange, open, intent) {
    const { records, isProof } = await recordsFor(exchange, intent);
    const ours = records.find((record) => record.exchangeWithdrawalId === open.exchangeWithdrawalId);
    return ours?.status ?? (isProof ? 'absent' : 'notTold');
  },
};

/** The same, with a failure given as its meaning. Anything but an ExchangeError fails the test. */
export const reads: readonly Read[] = Object.values(ways).map(
  (read): Read =>
    (...given) =>
      read(...given).catch((error: unknown) => failureDecisions[reasonOf(error)].onRead),
);

/** Why a read failed. Throws unless it failed with an ExchangeError. */
export function reasonOf(error: unknown): FailureReason {
  if (error instanceof ExchangeError) return error.reason;
  throw new Error(`a read threw something else than ExchangeError: ${String(error)}`);
}

/** The record as a status read shows it. Throws unless it is there, once and alone. */
export async function readRecord(
  { exchange }: Pick<Scene, 'exchange'>,
  open: OpenWithdrawal,
): Promise<WithdrawalRecord> {
  const { records } = await exchange.readStatuses([open], poll);
  const [record] = records;
  if (record === undefined || records.length > 1 || record.exchangeWithdrawalId !== open.exchangeWithdrawalId)
    throw new Error(
      `shown instead of the record: ${records.map((one) => one.exchangeWithdrawalId).join() || 'nothing'}`,
    );
  return record;
}

/**
 * Breaks the row of one id, wherever it is in a JSON text: no field is as documented any more, except the id if
 * `keepsId`.
 */
export function breakRow(body: string, id: string, keepsId: boolean): string {
  const isId = (value: unknown) => value === id || (isLosslessNumber(value) && value.value === id);
  const broken = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(broken);
    if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return value;
    const fields = Object.entries(value);
    const isRow = fields.length > 3 && fields.some(([, field]) => isId(field));
    return Object.fromEntries(
      fields.map(([name, field]) => [name, isRow ? (keepsId && isId(field) ? field : ['?']) : broken(field)]),
    );
  };
  return stringify(broken(parse(body))) ?? '';
}

/** Adds what was sent to every sentence of an answer, as a careless exchange might. */
export function echo(body: string, texts: readonly string[]): string {
  return body.replaceAll(
    /"((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"/g,
    (_, sentence: string) => `"${sentence} ${texts.join(' ')}"`,
  );
}
