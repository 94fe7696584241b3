/** The table's own row for the key; undefined for any other text, also for names of every object (`toString`). */
export function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
