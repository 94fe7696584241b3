/** Joins what a record can be compared on exactly into one key; null parts stay distinguishable from empty ones. */
export function laneKey(parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}
