import type { SavedResult } from '../support/results.ts';

/** The report of one bench: Markdown that goes between its markers, and plots by file name. */
export type Section = { readonly markdown: string; readonly plots: Readonly<Record<string, string>> };

export type Results = ReadonlyMap<string, SavedResult>;

/** The saved results of one bench, smallest first. `Result` is the type that this bench saves. */
export function resultsOf<Result>(
  results: Results,
  bench: string,
): (Omit<SavedResult, 'result'> & { readonly name: string; readonly result: Result })[] {
  return [...results]
    .flatMap(([name, saved]) => (saved.bench === bench ? [{ name, ...saved, result: saved.result as Result }] : []))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** One sentence on when, on which commit and where a result was measured. */
export function measuredWhere({ at, commit, machine, server }: Omit<SavedResult, 'result'>): string {
  return `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit ${commit} on ${machine}, ${server} server.`;
}
