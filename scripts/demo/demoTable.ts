import Table from 'cli-table3';

import type { WithdrawalView } from '../../client/index.ts';
import type { DemoPath } from './demoPath.ts';
import { idOf } from './runPath.ts';

export type DemoTable = { seen(index: number, view: WithdrawalView): void; say(text: string): void; done(): void };

/** Shows how all paths stand: a table that renews itself in a terminal, a line for each change elsewhere. */
export function createDemoTable(paths: readonly DemoPath[], out: NodeJS.WriteStream): DemoTable {
  const rows = new Map<number, WithdrawalView>();
  const says: string[] = [];
  let drawnLines = 0;
  const draw = (): void => {
    const text = render(paths, rows, says);
    out.write(`${drawnLines === 0 ? '' : `\u001b[${drawnLines}A\u001b[J`}${text}\n`);
    drawnLines = text.split('\n').length;
  };
  const timer = out.isTTY ? setInterval(draw, 500) : null;
  return {
    seen(index, view) {
      const before = rows.get(index);
      rows.set(index, view);
      if (!out.isTTY && summary(before) !== summary(view)) out.write(`${view.withdrawalId}: ${summary(view)}\n`);
    },
    say(text) {
      says.push(text);
      if (!out.isTTY) out.write(`${text}\n`);
    },
    done() {
      if (timer === null) return;
      clearInterval(timer);
      draw();
    },
  };
}

function render(
  paths: readonly DemoPath[],
  rows: ReadonlyMap<number, WithdrawalView>,
  says: readonly string[],
): string {
  const table = new Table({
    head: ['withdrawal', 'path', 'phase', 'status', 'money left'],
    style: { head: [], border: [] },
  });
  for (const [index, path] of paths.entries()) {
    const view = rows.get(index);
    table.push([idOf(path, index), path.title, view?.phase ?? '', view?.status ?? '', view?.moneyLeft ?? '']);
  }
  return [table.toString(), ...says.slice(-6)].join('\n');
}

function summary(view: WithdrawalView | undefined): string {
  if (view === undefined) return '';
  return [view.phase, view.status, view.attention === null ? null : `attention: ${view.attention}`]
    .filter((word) => word !== null)
    .join(' · ');
}
