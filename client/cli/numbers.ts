import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number above 0. Throws commander's InvalidArgumentError. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

/** Reads an option in seconds, from 0, with decimals. Throws commander's InvalidArgumentError. */
export function seconds(text: string): number {
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('Expected a number of seconds.');
  return Number(text);
}
