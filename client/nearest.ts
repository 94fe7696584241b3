import { distance } from 'fastest-levenshtein';

const shown = 3;

/** The candidates that look most like the text, at most three: they differ in up to a third of it, and up to four. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  const bound = Math.max(1, Math.min(4, Math.floor(text.length / 3)));
  return candidates
    .map((candidate) => ({ candidate, edits: distance(text.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= bound)
    .sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate))
    .slice(0, shown)
    .map(({ candidate }) => candidate);
}
