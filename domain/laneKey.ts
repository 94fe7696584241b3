/** One key from the fields on which a record can be compared exactly. A null part differs from an empty one. */
export function laneKey(parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}
