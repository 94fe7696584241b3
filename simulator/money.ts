import { Decimal } from 'decimal.js';

// The default precision (20 digits) would round balances in 18-decimal tokens.
const Exact = Decimal.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 });

export type Money = Decimal;

/** Exact money from plain decimal text; `null` for anything else: signs, exponents, commas, blanks, numbers. */
export function parseMoney(text: unknown): Money | null {
  if (typeof text !== 'string' || !/^\d{1,40}(\.\d{1,40})?$/.test(text)) return null;
  return new Exact(text);
}

/** As `parseMoney`, for text that must be money: a set-up error otherwise. */
export function toMoney(text: string, field: string): Money {
  const money = parseMoney(text);
  if (!money) throw new Error(`${field}: expected a plain decimal text such as "100.5", got ${JSON.stringify(text)}`);
  return money;
}

/** Plain decimal text, never an exponent. */
export function moneyText(money: Money): string {
  return money.toFixed();
}

export function isSameMoney(a: string, b: string): boolean {
  const left = parseMoney(a);
  const right = parseMoney(b);
  return left !== null && right !== null && left.equals(right);
}

export function zeroMoney(): Money {
  return new Exact(0);
}
