/** Outside data did not have the shape it should; the message names the field and what was expected. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export type Check<T> = (value: unknown, field: string) => T;

const fail = (field: string, expected: string, value: unknown): never => {
  const shown = JSON.stringify(value) ?? String(value);
  throw new InputError(`${field}: expected ${expected}, got ${shown.slice(0, 80)}`);
};

/** Checks of outside data; each throws `InputError` naming the field. */
export const check = {
  text: ((value, field) =>
    typeof value === 'string' && value !== '' ? value : fail(field, 'a text', value)) as Check<string>,
  textOrNull: ((value, field) =>
    value === null || typeof value === 'string' ? value : fail(field, 'a text or null', value)) as Check<string | null>,
  flag: ((value, field) =>
    typeof value === 'boolean' ? value : fail(field, 'true or false', value)) as Check<boolean>,
  /** Infinity may be written `"forever"`, since JSON cannot. */
  count: ((value, field) => {
    if (value === 'forever') return Number.POSITIVE_INFINITY;
    return typeof value === 'number' && value >= 0 ? value : fail(field, 'a number of 0 or more, or "forever"', value);
  }) as Check<number>,
  oneOf<T extends string>(allowed: readonly T[]): Check<T> {
    return (value, field) => allowed.find((one) => one === value) ?? fail(field, `one of ${allowed.join(', ')}`, value);
  },
  list<T>(item: Check<T>): Check<T[]> {
    return (value, field) =>
      Array.isArray(value)
        ? value.map((one: unknown, index) => item(one, `${field}[${index}]`))
        : fail(field, 'a list', value);
  },
  /** An object with exactly these fields, those named in `required` present. */
  object<T extends object>(
    fields: { [K in keyof T]-?: Check<Exclude<T[K], undefined>> },
    required: readonly (keyof T & string)[],
  ): Check<T> {
    return (value, field) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(field, 'an object', value);
      const known = Object.keys(fields);
      for (const name of Object.keys(value)) {
        if (!known.includes(name))
          fail(
            `${field}.${name}`,
            `no such field (known: ${known.join(', ')})`,
            (value as Record<string, unknown>)[name],
          );
      }
      const entries = Object.entries(fields) as [string, Check<unknown>][];
      const out = entries.flatMap(([name, checkField]) => {
        const found = (value as Record<string, unknown>)[name];
        if (found === undefined)
          return required.includes(name as keyof T & string) ? fail(`${field}.${name}`, 'a value', found) : [];
        return [[name, checkField(found, `${field}.${name}`)]];
      });
      return Object.fromEntries(out) as T;
    };
  },
};
