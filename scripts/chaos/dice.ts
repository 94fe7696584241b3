import { createHash } from 'node:crypto';

/** Chance that is the same for the same seed, whatever was asked for before: each throw has a name. */
export type Dice = {
  /** From 0 up to, not including, 1. */
  fraction(name: string): number;
  /** True this often of 1. */
  happens(name: string, share: number): boolean;
  /** From `from` to `to`, both included, in whole numbers. */
  between(name: string, from: number, to: number): number;
  pick<Item>(name: string, items: readonly Item[]): Item;
};

export function createDice(seed: number): Dice {
  const fraction = (name: string): number =>
    createHash('sha256').update(`${seed}#${name}`).digest().readUIntBE(0, 6) / 2 ** 48;
  const between = (name: string, from: number, to: number): number =>
    from + Math.floor(fraction(name) * (to - from + 1));
  return {
    fraction,
    between,
    happens: (name, share) => fraction(name) < share,
    pick(name, items) {
      const item = items[between(name, 0, items.length - 1)];
      if (item === undefined) throw new Error(`${name}: nothing to pick from`);
      return item;
    },
  };
}
