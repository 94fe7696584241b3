import { parse } from 'lossless-json';

import type { Call } from '../exchangeApi.ts';
import { refusals } from './refusals.ts';

export type Fields = {
  /** Throws `Refusal` if it is missing or no text. */
  required(name: string): string;
  optional(name: string): string | null;
  /** `null` if missing. */
  flag(name: string): boolean | null;
  /** A whole number of 0 or more, or `null` if missing. */
  whole(name: string): number | null;
};

/**
 * Fields of the query, or of the JSON body where there is one. Throws `Refusal` on anything but an object of
 * texts, numbers and flags.
 */
export function readFields(call: Call): Fields {
  const values = call.method === 'GET' ? Object.fromEntries(call.query) : parseObject(call);

  function optional(name: string): string | null {
    const value = values[name];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return value;
    throw refusals.badParameter(`${name} must be a text`);
  }

  return {
    optional,
    required(name) {
      const value = optional(name);
      if (value === null || value === '') throw refusals.badParameter(`${name} is missing`);
      return value;
    },
    flag(name) {
      const value = values[name] ?? null;
      if (value === null || typeof value === 'boolean') return value;
      throw refusals.badParameter(`${name} must be true or false`);
    },
    whole(name) {
      const value = values[name];
      if (value === undefined || value === null || value === '') return null;
      const text = String(value as string | number);
      if (!/^\d{1,15}$/.test(text)) throw refusals.badParameter(`${name} must be a whole number`);
      return Number(text);
    },
  };
}

function parseObject(call: Call): Record<string, unknown> {
  try {
    const value: unknown = parse(call.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badParameter('body is not a JSON object');
}
