import { distance } from 'fastest-levenshtein';

/** The candidate of which `word` is most likely a misspelling, or null when none is similar. Ignores case. */
export function suggest(word: string, candidates: readonly string[]): string | null {
  const scored = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  // Up to a third of the letters may differ; with more it is another word.
  return best !== undefined && best.edits <= Math.ceil(best.candidate.length / 3) ? best.candidate : null;
}

/** Ends an error message: `; did you mean x?`, or the list of known words when none is similar. */
export function hint(word: string, known: readonly string[]): string {
  const suggested = suggest(word, known);
  if (suggested !== null) return `; did you mean ${suggested}?`;
  return known.length === 0 ? '; none is known here' : `; known: ${known.join(', ')}`;
}
