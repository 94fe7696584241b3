import { LosslessNumber } from 'lossless-json';

/**
 * A query as it is signed: pairs sorted by key, plain values, no leading question mark. Pure. Source:
 * authentication page (MAPPING §2).
 */
export function flattenQuery(query: Readonly<Record<string, string>>): string {
  return keysOf(query)
    .map((key) => `${key}=${query[key] ?? ''}`)
    .join('&');
}

/**
 * A JSON body as it is signed: objects by sorted key, arrays element by element, both joined by `&`, null as nothing.
 * A nested object goes on inline: `a=b=1&c=2`. Pure. Source: authentication page (MAPPING §2).
 */
export function flattenBody(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof LosslessNumber) return value.value;
  if (Array.isArray(value)) return value.map(flattenBody).join('&');
  if (typeof value !== 'object')
    throw new TypeError('a body is made of text, booleans, lossless numbers, lists and objects');
  const fields = value as Readonly<Record<string, unknown>>;
  return keysOf(fields)
    .map((key) => `${key}=${flattenBody(fields[key])}`)
    .join('&');
}

/** By code unit: keys are ASCII. */
function keysOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(fields).sort((a, b) => (a < b ? -1 : 1));
}
