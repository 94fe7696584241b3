import { table } from './markdown.ts';
import { measuredWhere, type Results, resultsOf, type Section } from './section.ts';

/** A table for each result of a bench, with all its figures by their path. */
export function plainSection(bench: string): (results: Results) => Section {
  return (results) => ({
    markdown: resultsOf<Readonly<Record<string, unknown>>>(results, bench)
      .flatMap((saved) => [
        `### ${saved.name}`,
        table(['figure', 'value'], figuresOf(saved.result)),
        measuredWhere(saved),
      ])
      .join('\n\n'),
    plots: {},
  });
}

/** `{ a: { b: 1 } }` as `['a.b', 1]`. */
export function figuresOf(value: unknown, path = ''): [string, string | number][] {
  if (typeof value === 'number' || typeof value === 'string') return [[path, value]];
  if (typeof value === 'boolean') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => figuresOf(inner, path === '' ? name : `${path}.${name}`));
}
