/** A right answer of the exchange, as it was recorded from the simulator, to be spoiled. */
export type Sample = { readonly status: number; readonly body: string };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Path = readonly (string | number)[];

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON as the platform's own parser reads it, not the adapters'. Undefined if it is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Every place in a JSON value, the root included. */
export function pathsOf(value: Json, at: Path = []): Path[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((item: Json, index) => pathsOf(item, [...at, index]))];
  if (isObject(value)) return [at, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))];
  return [at];
}

export function valueAt(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, Json>)[step] : undefined,
    value,
  );
}

/** The same value with one place changed; `undefined` takes the place away. */
export function changeAt(
  value: Json,
  [step, ...rest]: Path,
  change: (old: Json) => Json | undefined,
): Json | undefined {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.flatMap((item: Json, index) =>
      index === step ? (changeAt(item, rest, change) ?? []) : [item],
    ) as Json;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    if (key !== step) return [[key, item]];
    const changed = changeAt(item, rest, change);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Object.fromEntries(entries);
}

/** Every object anywhere in it, however deep. */
export function objectsIn(value: Json | undefined): { readonly [key: string]: Json }[] {
  const found: { readonly [key: string]: Json }[] = [];
  const left: (Json | undefined)[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (isObject(next)) found.push(next);
    if (typeof next === 'object' && next !== null) left.push(...(Object.values(next) as Json[]));
  }
  return found;
}
