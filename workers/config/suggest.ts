import { distance } from 'fastest-levenshtein';

/** The candidate that `word` is most likely a misspelling of, or null when none is near. Case counts for nothing. */
export function suggest(word: string, candidates: readonly string[]): string | null {
  const scored = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  // A third of the word may be wrong; more than that is another word.
  return best !== undefined && best.edits <= Math.ceil(best.candidate.length / 3) ? best.candidate : null;
}
