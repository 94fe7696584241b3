import Table from 'cli-table3';

import type { WithdrawalView } from '../../client/index.ts';
import { withdrawalIdOf } from './demoIds.ts';
import type { DemoPath } from './demoPath.ts';

export type DemoTable = {
  /** Shows the present state of the path at this place of the list. */
  update(index: number, view: WithdrawalView): void;
  /** Shows a line of text below the table. */
  say(text: string): void;
  /** Draws for the last time. May be repeated. */
  close(): void;
};

const shownMessages = 6;
const redrawMs = 500;

/** Shows the state of all paths: in a terminal as a table that is redrawn, elsewhere as a line for each change. */
export function createDemoTable(paths: readonly DemoPath[], out: NodeJS.WriteStream): DemoTable {
  const rows = new Map<number, WithdrawalView>();
  const messages: string[] = [];
  let drawnLines = 0;
  const draw = (): void => {
    const text = render(paths, rows, messages);
    out.write(`${drawnLines === 0 ? '' : `\u001b[${drawnLines}A\u001b[J`}${text}\n`);
    drawnLines = text.split('\n').length;
  };
  const timer = out.isTTY ? setInterval(draw, redrawMs) : null;
  return {
    update(index, view) {
      const before = rows.get(index);
      rows.set(index, view);
      if (!out.isTTY && summary(before) !== summary(view)) out.write(`${view.withdrawalId}: ${summary(view)}\n`);
    },
    say(text) {
      messages.push(text);
      if (!out.isTTY) out.write(`${text}\n`);
    },
    close() {
      if (timer === null) return;
      clearInterval(timer);
      draw();
    },
  };
}

function render(
  paths: readonly DemoPath[],
  rows: ReadonlyMap<number, WithdrawalView>,
  messages: readonly string[],
): string {
  const table = new Table({
    head: ['withdrawal', 'path', 'phase', 'status', 'money left'],
    style: { head: [], border: [] },
  });
  for (const [index, path] of paths.entries()) {
    const view = rows.get(index);
    table.push([withdrawalIdOf(path, index), path.title, view?.phase ?? '', view?.status ?? '', view?.moneyLeft ?? '']);
  }
  return [table.toString(), ...messages.slice(-shownMessages)].join('\n');
}

function summary(view: WithdrawalView | undefined): string {
  if (view === undefined) return '';
  return [view.phase, view.status, view.attention === null ? null : `attention: ${view.attention}`]
    .filter((word) => word !== null)
    .join(' · ');
}
