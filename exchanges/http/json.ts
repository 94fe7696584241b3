import { LosslessNumber, parse, stringify } from 'lossless-json';
import { z } from 'zod';

import { isPlainDecimal, normaliseAmount } from '../../domain/amount.ts';

/** A JSON number by its source text, in and out: never a JavaScript number. */
export type JsonNumber = LosslessNumber;

/** Reads JSON without turning any number into a JavaScript number. Undefined when it is not JSON; never throws. */
export function readJson(text: string): unknown {
  try {
    return parse(text, null, (number) => new LosslessNumber(number));
  } catch {
    return undefined;
  }
}

/** Writes compact JSON; what `asJsonNumber` made is printed digit for digit. */
export function writeJson(value: Readonly<Record<string, unknown>>): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('not JSON');
  return text;
}

/** Makes a JSON number of a plain decimal, for documents that show amounts without quotes. Throws on anything else. */
export function asJsonNumber(plainDecimal: string): JsonNumber {
  if (!isPlainDecimal(plainDecimal)) throw new RangeError('expected a plain decimal');
  return new LosslessNumber(plainDecimal);
}

const numberOrText = z.union([z.string(), z.instanceof(LosslessNumber).transform((number) => number.value)]);

/** An id made of digits, in quotes or not; text out, every digit kept. */
export const digits = numberOrText.refine((text) => /^\d{1,40}$/.test(text), 'expected an id of digits');

/** A code or id, in quotes or not; text out. */
export const codeText = numberOrText.refine((text) => text.length > 0 && text.length <= 64, 'expected a short code');

/**
 * An amount, in quotes or not, exponent or not; plain decimal text out, exactly the same value, without
 * trailing zeros.
 */
export const decimalText = numberOrText.transform((text, context) => {
  const plain = toPlainDecimal(text);
  if (plain !== null) return plain;
  context.addIssue({ code: 'custom', message: 'expected a decimal' });
  return z.NEVER;
});

/** Unix milliseconds, in quotes or not; a number out, because it is a time and not an amount. */
export const epochMs = numberOrText
  .refine((text) => /^\d{10,15}$/.test(text), 'expected Unix milliseconds')
  .transform((text) => Number(text));

/** A small whole number such as a count of decimals. */
export const smallInteger = numberOrText
  .refine((text) => /^\d{1,6}$/.test(text), 'expected a small whole number')
  .transform((text) => Number(text));

/** Absent, null and empty text all mean that the exchange does not say. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

const emptyText = z.literal('').transform(() => null);

/** An amount that the exchange may leave out; null where it does not say. */
export const optionalDecimal = z
  .union([emptyText, decimalText])
  .nullish()
  .transform((text) => text ?? null);

/** A code or id that the exchange may leave out; null where it does not say. */
export const optionalCode = z
  .union([emptyText, codeText])
  .nullish()
  .transform((text) => text ?? null);

/**
 * The same value without an exponent; null for anything that is not a decimal of zero or more. Exact: only
 * the dot moves.
 */
export function toPlainDecimal(text: string): string | null {
  const found = /^(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (found === null) return null;
  const [, whole = '', fraction = '', exponentText = '0'] = found;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > 60) return null;
  const padded = '0'.repeat(Math.max(0, -exponent)) + whole + fraction + '0'.repeat(Math.max(0, exponent));
  const dot = Math.max(0, -exponent) + whole.length + exponent;
  const plain = `${padded.slice(0, dot).replace(/^0+(?=\d)/, '') || '0'}.${padded.slice(dot)}`.replace(/\.$/, '');
  return isPlainDecimal(plain) ? normaliseAmount(plain) : null;
}
