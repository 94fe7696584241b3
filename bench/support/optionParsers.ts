import { InvalidArgumentError } from 'commander';

/** Parses an option that is a number above 0. */
export function positive(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || !(number > 0)) throw new InvalidArgumentError('a number above 0 is needed');
  return number;
}

/** Parses an option that is a list of these words, separated by commas. */
export function listOf<Word extends string>(known: readonly Word[]): (text: string) => readonly Word[] {
  return (text) => {
    const words = text.split(',').map((word) => known.find((one) => one === word));
    if (words.includes(undefined)) throw new InvalidArgumentError(`known are ${known.join(', ')}`);
    return words as Word[];
  };
}
