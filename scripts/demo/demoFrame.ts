import { printable } from '../../client/cli/printable.ts';
import type { WithdrawalView } from '../../client/index.ts';
import { isFinal } from '../../domain/status.ts';
import type { DemoPath } from './demoPath.ts';
import { withdrawalIdOf } from './withdrawalIdOf.ts';

/** What a person should always see. */
export type DemoPlaces = { readonly uiUrl: string | null; readonly address: string };

/** Everything that the demo shows at one moment. */
export type DemoFrame = {
  readonly paths: readonly DemoPath[];
  /** The last view of a path, by its place in the list. */
  readonly views: ReadonlyMap<number, ShownView>;
  readonly places: DemoPlaces;
  /** What happened, oldest first. */
  readonly news: readonly string[];
};

export type ShownView = Pick<WithdrawalView, 'phase' | 'status' | 'moneyLeft'>;

export type ScreenSize = { readonly columns: number; readonly rows: number };

type Column = 'withdrawal' | 'path' | 'status' | 'left';

/** With two spaces between them a row has 98 columns. In a narrower terminal the path's title gives way. */
const widths: Readonly<Record<Column, number>> = { withdrawal: 34, path: 38, status: 13, left: 7 };
const fullColumns = 99;
const leastPathWidth = 8;

/** The whole screen while withdrawals run. Never more lines than rows, and none that reaches the last column. */
export function liveLines(frame: DemoFrame, size: ScreenSize): string[] {
  const head = [...headLines(frame), 'Ctrl-C stops.', ''];
  const room = Math.max(0, size.rows - head.length - 1);
  const rows = rowsThatFit(frame, size.columns, room);
  const newsRoom = Math.max(0, room - rows.length - 1);
  const news = newsRoom === 0 ? [] : ['', ...frame.news.slice(-newsRoom)];
  return clip([...head, headerLine(size.columns), ...rows, ...news], size);
}

/** What stays on the screen at the end: at most 26 lines for 24 paths, so that an ending fits below. */
export function finalLines(frame: DemoFrame, columns: number): string[] {
  const rows = frame.paths.map((_path, index) => rowLine(frame, columns, index));
  const lines = [...headLines(frame), headerLine(columns), ...rows];
  return clip(lines, { columns, rows: lines.length });
}

function headLines({ paths, views, places }: DemoFrame): string[] {
  const settled = [...views.values()].filter((view) => view.phase === 'SETTLED').length;
  const ui = places.uiUrl === null ? `Temporal: ${places.address}` : `Temporal's UI: ${places.uiUrl}`;
  return [`${paths.length} paths of a withdrawal, fake exchanges. ${settled} settled. ${ui}`];
}

function headerLine(columns: number): string {
  return joinCells(columns, { withdrawal: 'withdrawal', path: 'path', status: 'status', left: 'left' });
}

/** All rows; where they do not fit, those under way first, and a line that counts the others. */
function rowsThatFit(frame: DemoFrame, columns: number, room: number): string[] {
  const all = frame.paths.map((_path, index) => index);
  if (all.length <= room) return all.map((index) => rowLine(frame, columns, index));
  const isSettled = (index: number): boolean => frame.views.get(index)?.phase === 'SETTLED';
  const underWayFirst = [...all.filter((index) => !isSettled(index)), ...all.filter(isSettled)];
  const shown = underWayFirst.slice(0, Math.max(0, room - 1));
  return [...shown.map((index) => rowLine(frame, columns, index)), `… and ${all.length - shown.length} more`];
}

function rowLine({ paths, views }: DemoFrame, columns: number, index: number): string {
  const path = paths[index];
  const view = views.get(index);
  if (path === undefined) return '';
  return joinCells(columns, {
    withdrawal: withdrawalIdOf(path, index),
    path: path.title,
    status: view === undefined ? '' : statusWord(view),
    left: view?.moneyLeft ?? '',
  });
}

/** The exchange's status where there is one; else the phase. A final status only once it has settled. */
function statusWord({ phase, status }: ShownView): string {
  if (phase === 'SETTLED') return status ?? 'not sent';
  if (phase !== 'FOLLOWING') return phase ?? '';
  return status === null || isFinal(status) ? phase : status;
}

function joinCells(columns: number, cells: Readonly<Record<Column, string>>): string {
  const path = Math.max(leastPathWidth, widths.path - Math.max(0, fullColumns - columns));
  return (Object.entries({ ...widths, path }) as [Column, number][])
    .map(([column, width]) => cells[column].slice(0, width).padEnd(width))
    .join('  ')
    .trimEnd();
}

function clip(lines: readonly string[], { columns, rows }: ScreenSize): string[] {
  return lines.slice(0, rows).map((line) => printable(line).slice(0, Math.max(0, columns - 1)));
}
