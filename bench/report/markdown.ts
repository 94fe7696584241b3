/** A Markdown table; figures are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const isFigures = head.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const line = (cells: readonly (string | number | null)[]): string =>
    `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  return [line(head), `|${isFigures.map((right) => (right ? '---:' : '---')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** Replaces the text between the markers of a section. Throws if a marker is missing. */
export function replaceSection(text: string, section: string, body: string): string {
  const [begin, end] = [`<!-- bench:${section} -->`, `<!-- /bench:${section} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`no markers of section ${section}`);
  return `${text.slice(0, from + begin.length)}\n${body.trim()}\n${text.slice(to)}`;
}

/** Says whether a measured figure meets its target. */
export function reachedText(isReached: boolean): string {
  return isReached ? 'reached' : '**not reached**';
}

/** Milliseconds as text: `12 ms`, `1.23 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 100_000 ? `${(ms / 1_000).toPrecision(3)} s` : `${Math.round(ms / 1_000)} s`;
}
