import { isLosslessNumber, parse } from 'lossless-json';

import type { Call } from '../exchangeApi.ts';
import { refusals } from './refusals.ts';

/** Fields of a JSON body: texts as they are, numbers by their digits as sent. */
export type Fields = {
  /** Throws `Refusal` if it is missing. */
  required(name: string): string;
  optional(name: string): string | null;
  /** A whole number of 0 or more, or `null` if missing. */
  whole(name: string): number | null;
};

/** Reads the body; an empty one counts as `{}`. Throws `Refusal` on anything but a JSON object. */
export function readFields(call: Call): Fields {
  const values = parseObject(call);

  function optional(name: string): string | null {
    const value = values[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return value;
    if (isLosslessNumber(value)) return value.toString();
    throw refusals.badParameter(`${name} must be a text or a number`);
  }

  return {
    optional,
    required(name) {
      const value = optional(name);
      if (value === null) throw refusals.missing(name);
      return value;
    },
    whole(name) {
      const value = optional(name);
      if (value === null) return null;
      if (!/^\d{1,15}$/.test(value)) throw refusals.badParameter(`${name} must be a whole number`);
      return Number(value);
    },
  };
}

function parseObject(call: Call): Record<string, unknown> {
  if (call.body.length === 0) return {};
  try {
    const value: unknown = parse(call.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Refused below, like any other nonsense.
  }
  throw refusals.badParameter('body is not a JSON object');
}
