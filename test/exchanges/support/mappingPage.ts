import { failureDecisions, failureReasons, type FailureReason, type SubmitMeaning } from '../../../domain/failure.ts';
import { withdrawalStatuses } from '../../../domain/status.ts';

export type MappingSection = 'Statuses' | 'Errors';

/** One table of a MAPPING.md: what each word of the exchange means to us. */
export type MappingTable = {
  /** The section's number on its page, as in `§4`. */
  readonly number: string;
  /** The exchange's word, letter for letter, and our status or reason. */
  readonly verdicts: ReadonlyMap<string, string>;
};

export type MappingPage = {
  /** Its path, for messages. */
  readonly file: string;
  readonly text: string;
};

/** A page whose table is not in the form that all pages share. */
export class MappingPageError extends Error {
  constructor(section: string, problem: string) {
    super(`section "${section}": ${problem}`);
    this.name = 'MappingPageError';
  }
}

const remainder = 'anything else';
const submitWords: Readonly<Record<SubmitMeaning, string>> = {
  rejected: 'rejected',
  notSent: 'not sent',
  unknown: 'unknown',
};

/** For each section: the header of its table, what a verdict may be, and the verdict of all other words. */
const forms: Readonly<
  Record<MappingSection, { header: readonly string[]; verdicts: readonly string[]; ofRemainder: string }>
> = {
  Statuses: { header: ['Theirs', 'Ours', 'Why'], verdicts: withdrawalStatuses, ofRemainder: 'UNKNOWN' },
  Errors: {
    header: ['Code', 'Reason', 'On a submit', 'Why'],
    verdicts: failureReasons,
    ofRemainder: 'unknownCode',
  },
};

/**
 * Reads a section's table, such as `` | `PENDING`, `WITHHOLD` (public) | PENDING | why | ``. Its last row is that of
 * `anything else`. Null where the page has no such section. Throws MappingPageError for any other form.
 */
export function readMappingTable({ file, text }: MappingPage, section: MappingSection): MappingTable | null {
  try {
    return readTable(text, section);
  } catch (error) {
    if (error instanceof MappingPageError) error.message = `${file}, ${error.message}`;
    throw error;
  }
}

function readTable(page: string, section: MappingSection): MappingTable | null {
  const { header, verdicts: allowed, ofRemainder } = forms[section];
  const found = findSection(page, section);
  if (found === null) return null;

  const rows = readRows(found.text, section, header);
  const [last, ...others] = rows.toReversed();
  if (last?.[0] !== remainder || last[1] !== ofRemainder)
    throw new MappingPageError(section, `the last row must be "| ${remainder} | ${ofRemainder} |"`);

  const verdicts = new Map<string, string>();
  for (const row of others.toReversed()) {
    const [cell = '', verdict = ''] = row;
    if (!allowed.includes(verdict)) throw new MappingPageError(section, `${cell}: "${verdict}" is none of our words`);
    if (section === 'Errors') checkSubmitCell(row);
    for (const word of readWords(cell, section)) {
      if (verdicts.has(word)) throw new MappingPageError(section, `\`${word}\` stands in two rows`);
      verdicts.set(word, verdict);
    }
  }
  return { number: found.number, verdicts };
}

/** `On a submit` must say what `failureDecisions` says of the reason. */
function checkSubmitCell([cell, reason, onSubmit]: readonly string[]): void {
  const expected = submitWords[failureDecisions[reason as FailureReason].onSubmit];
  if (onSubmit !== expected)
    throw new MappingPageError('Errors', `${cell}: on a submit, ${reason} means "${expected}", not "${onSubmit}"`);
}

function findSection(page: string, section: MappingSection): { number: string; text: string } | null {
  const titled = page
    .split(/^## /m)
    .slice(1)
    .filter((text) => firstLine(text).toLowerCase().includes(section.toLowerCase()));
  if (titled.length === 0) return null;
  const [text = ''] = titled;
  const number = new RegExp(`^(\\d+)\\. ${section}$`).exec(firstLine(text))?.[1];
  if (titled.length > 1 || number === undefined)
    throw new MappingPageError(section, `expected one heading "## <number>. ${section}"`);
  return { number, text };
}

/** The rows below the header, cell by cell. The section holds one table and no other line that begins with a bar. */
function readRows(text: string, section: string, header: readonly string[]): readonly (readonly string[])[] {
  const blocks = text.split(/^(?!\|).*\n?/m).filter((block) => block !== '');
  if (blocks.length !== 1) throw new MappingPageError(section, `expected one table, found ${blocks.length}`);
  const lines = (blocks[0] ?? '').trimEnd().split('\n').map(toCells);
  const [top, rule, ...rows] = lines;
  if (top?.join('|') !== header.join('|') || rule?.some((cell) => !/^-+$/.test(cell)) !== false)
    throw new MappingPageError(section, `expected a table with the header "| ${header.join(' | ')} |"`);
  const uneven = lines.find((cells) => cells.length !== header.length);
  if (uneven !== undefined)
    throw new MappingPageError(section, `expected ${header.length} cells in "| ${uneven.join(' | ')} |"`);
  return rows;
}

function toCells(line: string): readonly string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** Words in backticks, joined by commas; each may have a remark in brackets behind it. */
function readWords(cell: string, section: string): readonly string[] {
  const form = /^`([^`]+)`(?: \([^()`]+\))?$/;
  return cell.split(', ').map((part) => {
    const word = form.exec(part)?.[1];
    if (word === undefined)
      throw new MappingPageError(section, `cannot read "${cell}": expected words such as \`A\`, \`B\` (remark)`);
    return word;
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
