import { parse } from 'lossless-json';

import type { Call } from '../exchangeApi.ts';
import { refusals } from './refusals.ts';

export type Body = Record<string, unknown>;

/** The JSON object of a request. Throws `EdgexRefusal` for anything else. */
export function readBody(call: Call): Body {
  try {
    const value: unknown = parse(call.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badParameter('body is not a JSON object');
}

/** Every field of these orders is a text in the samples. */
export function textOf(body: Body, name: string, pattern: RegExp): string {
  const value = body[name];
  if (typeof value !== 'string' || !pattern.test(value)) throw refusals.badParameter(`${name} is missing or malformed`);
  return value;
}
