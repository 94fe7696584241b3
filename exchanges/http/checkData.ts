import type { z } from 'zod';

import { ExchangeError } from '../errors.ts';
import type { Failed, Reply } from './classifyHttp.ts';

/** What a read answered. */
export type Read<Data> = {
  readonly data: Data;
  readonly message: string;
  readonly pageToken: string | null;
  /** The exchange's clock, from its Date header. */
  readonly dateMs: number | null;
};

/** The data of a read. Throws ExchangeError unless the exchange said yes and the data fits the schema. */
export function readData<Schema extends z.ZodType>(
  reply: Reply | Failed,
  schema: Schema,
  adapter: string,
  endpoint: string,
): Read<z.output<Schema>> {
  if (reply.kind === 'failed') throw reply.error;
  const parsed = schema.safeParse(reply.data);
  if (!parsed.success) throw unreadable(adapter, endpoint, `unexpected data at ${pathOf(parsed.error)}`);
  return { data: parsed.data, message: reply.message, pageToken: reply.pageToken, dateMs: reply.dateMs };
}

/** Checks what we are about to send. Throws ExchangeError that names the field; nothing was sent. */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  adapter: string,
  endpoint: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ExchangeError({
    reason: 'parameterRefused',
    adapter,
    endpoint,
    note: `not sent, ${pathOf(parsed.error)} is not as documented`,
  });
}

/** An answer that was there, and could not be understood or believed. */
export function unreadable(adapter: string, endpoint: string, note: string): ExchangeError {
  return new ExchangeError({ reason: 'unreadableAnswer', adapter, endpoint, note });
}

/** Where it does not fit, and nothing more: messages of the schema may hold values. */
function pathOf(error: z.ZodError): string {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'its root' : path.slice(0, 60);
}
