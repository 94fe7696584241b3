import { Decimal } from 'decimal.js';

/*
 * The only file that does arithmetic on money. Amounts are plain decimal strings: no exponent, no sign, no separator.
 * The constructor is our own, so that nobody else's Decimal settings change the precision.
 */
const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_DOWN, toExpNeg: -9e15, toExpPos: 9e15 });

const plainDecimal = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
const maximumLength = 60;

/** What an amount must be, or null when it is: a positive plain decimal, at most 60 characters and 18 decimals. */
export function amountProblem(text: unknown): string | null {
  if (typeof text !== 'string') return 'a decimal in quotes, such as "100.5" (a number would lose digits)';
  if (text.length > maximumLength) return `at most ${maximumLength} characters`;
  if (!plainDecimal.test(text))
    return 'a plain positive decimal such as "100.5": digits, one dot, no sign, no exponent, no comma';
  if (decimalsOf(text) > 18) return 'at most 18 decimals';
  if (new Exact(text).isZero()) return 'more than zero';
  return null;
}

/** True for a plain decimal of at most 120 characters, zero included. Amounts from an exchange must have this form. */
export function isPlainDecimal(text: string): boolean {
  return plainDecimal.test(text) && text.length <= maximumLength * 2;
}

/** The number of decimals, trailing zeros not counted. */
export function decimalsOf(text: string): number {
  return new Exact(text).decimalPlaces();
}

/** The same value without trailing zeros: `1.2300` → `1.23`. Throws RangeError when it is not a plain decimal. */
export function normaliseAmount(text: string): string {
  return exact(text).toFixed();
}

/** Cuts to at most `decimals` digits after the dot. Never rounds up. Throws RangeError. */
export function truncateAmount(text: string, decimals: number): string {
  return exact(text).toDecimalPlaces(decimals, Decimal.ROUND_DOWN).toFixed();
}

/** Negative, zero or positive: a is less than, equal to or more than b. Throws RangeError. */
export function compareAmounts(a: string, b: string): number {
  return exact(a).comparedTo(exact(b));
}

export function amountsEqual(a: string, b: string): boolean {
  return compareAmounts(a, b) === 0;
}

export function addAmounts(a: string, b: string): string {
  return exact(a).plus(exact(b)).toFixed();
}

/** a − b. May be negative, unlike every other amount here. Throws RangeError. */
export function subtractAmounts(a: string, b: string): string {
  return exact(a).minus(exact(b)).toFixed();
}

function exact(text: string): Decimal {
  if (!isPlainDecimal(text)) throw new RangeError(`not a plain decimal: ${JSON.stringify(text).slice(0, 80)}`);
  return new Exact(text);
}
