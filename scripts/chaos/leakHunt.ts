/** A credential of the run that cannot be mistaken for anything else, wherever it turns up. */
export type Canary = {
  readonly name: string;
  readonly value: string;
  /** The one request header of its exchange that may carry it. Null: none may. */
  readonly header: string | null;
};

export type Leak = { readonly canary: string; readonly where: string };

/** Searches for canaries: as they are, in base64, in hex and, for numbers, in decimal. */
export type LeakHunt = {
  /** For every text but those that may carry a canary. `where` names the place in the finding. */
  search(where: string, found: string | Uint8Array): void;
  leaks(): readonly Leak[];
};

/** A canary is reported once for each place. */
export function createLeakHunt(canaries: readonly Canary[]): LeakHunt {
  const needles = canaries.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  const leaks = new Map<string, Leak>();
  return {
    search(where, found) {
      const text = typeof found === 'string' ? found : Buffer.from(found).toString('latin1');
      for (const { name, forms } of needles) {
        if (forms.some((form) => text.includes(form))) leaks.set(`${name} ${where}`, { canary: name, where });
      }
    },
    leaks: () => [...leaks.values()],
  };
}

const hexDigits = /^[0-9a-f]{32,}$/i;

/** How a value may be written down: as it is, and encoded. */
export function formsOf(value: string): readonly string[] {
  const plain = [value, Buffer.from(value).toString('hex'), ...base64Forms(Buffer.from(value))];
  if (!hexDigits.test(value)) return plain;
  const number = BigInt(`0x${value}`);
  const shortest = number.toString(16);
  return [...plain, shortest, shortest.toUpperCase(), number.toString(), ...base64Forms(Buffer.from(value, 'hex'))];
}

/** Base64 of the bytes in the middle of other bytes: the text depends on where in a group of three they begin. */
function base64Forms(bytes: Buffer): string[] {
  const standard = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last characters also hold bits of the neighbours.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return [...standard, ...standard.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}
