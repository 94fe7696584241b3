import { readFileSync } from 'node:fs';

/** Reads a file of vectors or samples. A long text stands there in parts, as `{ "parts": ["…", "…"] }`. */
export function readVectors(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'), (_name, value: unknown) =>
    isInParts(value) ? value.parts.join('') : value,
  );
}

function isInParts(value: unknown): value is { parts: string[] } {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'parts';
}
