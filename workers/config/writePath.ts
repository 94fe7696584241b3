/** `accounts."bigone/treasury".baseUrl`: a path as one would write it in the configuration file. */
export function writePath(path: readonly PropertyKey[]): string {
  return path.map(writeSegment).join('');
}

function writeSegment(segment: PropertyKey, index: number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  return `${index === 0 ? '' : '.'}${writeKey(String(segment))}`;
}

function writeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}
