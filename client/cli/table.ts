import Table from 'cli-table3';

import { printable } from './printable.ts';

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table without borders or colours, as lines. Cells become safe to print first, so that the widths fit. */
export function tableLines(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string[] {
  const table = new Table({
    head: [...head],
    chars: plain,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(row.map((cell) => printable(cell ?? '-')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
