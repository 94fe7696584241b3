import type { WithdrawalView } from '../../client/index.ts';
import { type AlternateScreen, openAlternateScreen } from '../local/alternateScreen.ts';
import { type DemoPlaces, finalLines, liveLines } from './demoFrame.ts';
import type { DemoPath } from './demoPath.ts';

export type DemoEnding = {
  /** What is wrong; printed before the table, so that however long it is, what follows stays on the screen. */
  readonly problems: readonly string[];
  /** Printed after the table: the verdict, the UI's address, what to do next. */
  readonly lines: readonly string[];
};

export type DemoDisplay = {
  /** Shows a line of news. */
  readonly say: (text: string) => void;
  /** From now on the states of the paths are shown. */
  begin(places: DemoPlaces): void;
  /** Shows the present state of the path at this place of the list. */
  update(index: number, view: WithdrawalView): void;
  /** Prints the last table and the ending. Only the first call counts. */
  end(ending: DemoEnding): void;
};

const redrawMs = 500;

/** Shows the demo: in a terminal as a table that is redrawn in place, elsewhere as a line for each change. */
export function createDemoDisplay(paths: readonly DemoPath[], out: NodeJS.WriteStream): DemoDisplay {
  const isTerminal = out.isTTY && process.env['TERM'] !== 'dumb';
  return isTerminal ? terminalDisplay(paths, out) : plainDisplay(out);
}

function plainDisplay(out: NodeJS.WriteStream): DemoDisplay {
  const last = new Map<number, string>();
  let hasEnded = false;
  const print = (line: string): void => void out.write(`${line}\n`);
  return {
    say: print,
    begin: () => {},
    update(index, view) {
      const text = `${view.withdrawalId}: ${summary(view)}`;
      if (last.get(index) !== text) print(text);
      last.set(index, text);
    },
    end({ problems, lines }) {
      if (!hasEnded) [...problems, ...lines].forEach(print);
      hasEnded = true;
    },
  };
}

function summary(view: WithdrawalView): string {
  return [view.phase, view.status, view.attention === null ? null : `attention: ${view.attention}`]
    .filter((word) => word !== null)
    .join(' · ');
}

function terminalDisplay(paths: readonly DemoPath[], out: NodeJS.WriteStream): DemoDisplay {
  const views = new Map<number, WithdrawalView>();
  const news: string[] = [];
  let shown: { places: DemoPlaces; screen: AlternateScreen; timer: NodeJS.Timeout } | null = null;
  let hasEnded = false;
  const print = (line: string): void => void out.write(`${line}\n`);
  return {
    say(text) {
      news.push(text);
      if (shown === null && !hasEnded) print(text);
    },
    begin(places) {
      const screen = openAlternateScreen(out);
      const draw = (): void => screen.draw(liveLines({ paths, views, places, news }, out));
      shown = { places, screen, timer: setInterval(draw, redrawMs) };
      draw();
    },
    update: (index, view) => void views.set(index, view),
    end({ problems, lines }) {
      if (hasEnded) return;
      hasEnded = true;
      if (shown !== null) clearInterval(shown.timer);
      shown?.screen.close();
      const table = shown === null ? [] : finalLines({ paths, views, places: shown.places, news }, out.columns);
      [...problems, ...table, ...lines].forEach(print);
    },
  };
}
