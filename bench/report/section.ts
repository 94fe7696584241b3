import type { SavedResult } from '../support/results.ts';

/** What a bench's results say: Markdown for between its markers, and plots by file name. */
export type Section = { readonly markdown: string; readonly plots: Readonly<Record<string, string>> };

export type Results = ReadonlyMap<string, SavedResult>;

/** Results of one bench, smallest first, as what that bench saves. */
export function resultsOf<Result>(
  results: Results,
  bench: string,
): (Omit<SavedResult, 'result'> & { readonly name: string; readonly result: Result })[] {
  return [...results]
    .flatMap(([name, saved]) => (saved.bench === bench ? [{ name, ...saved, result: saved.result as Result }] : []))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

export function measuredWhere({ at, commit, machine, server }: Omit<SavedResult, 'result'>): string {
  return `Measured ${at.slice(0, 16).replace('T', ' ')} UTC at commit ${commit} on ${machine}, ${server} server.`;
}
