import { createHash } from 'node:crypto';

/** Random choices, each by a name: the same seed and name give the same choice, whatever was asked for before. */
export type SeededRandom = {
  /** From 0 up to, not including, 1. */
  fraction(name: string): number;
  /** True in this share of all names, from 0 to 1. */
  happens(name: string, share: number): boolean;
  /** A whole number from `from` to `to`, both included. */
  between(name: string, from: number, to: number): number;
  /** Throws when there is nothing to pick from. */
  pick<Item>(name: string, items: readonly Item[]): Item;
};

export function createSeededRandom(seed: number): SeededRandom {
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
