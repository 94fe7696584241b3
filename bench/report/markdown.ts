/** A Markdown table; figures are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const isFigures = head.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const line = (cells: readonly (string | number | null)[]): string =>
    `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  return [line(head), `|${isFigures.map((right) => (right ? '---:' : '---')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** The text with what stands between this section's markers replaced. Throws where a marker is missing. */
export function replaceSection(text: string, section: string, body: string): string {
  const [begin, end] = [`<!-- bench:${section} -->`, `<!-- /bench:${section} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`no markers of section ${section}`);
  return `${text.slice(0, from + begin.length)}\n${body.trim()}\n${text.slice(to)}`;
}

/** Milliseconds as people read them. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 100_000 ? `${(ms / 1_000).toPrecision(3)} s` : `${Math.round(ms / 1_000)} s`;
}
