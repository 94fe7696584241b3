import type { PrintLine } from './printLine.ts';

export type ProgressOptions = {
  /** One short line: what is happening, and since when. Asked again for each update. */
  readonly describe: (seconds: number) => string;
  /** Where there is no terminal. */
  readonly log: PrintLine;
  /** @default stderr */
  readonly out?: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
};

const updateMs = 1_000;
/** Without a terminal: at the beginning, after this long, and from then on after twice as long each time. */
const firstRepeatSeconds = 30;
const eraseLine = '\r\u001b[K';

/**
 * Tells what is happening while `work` runs: on a terminal in one line that is updated and erased at the end, elsewhere
 * in a few plain lines.
 */
export async function withProgress<T>(
  { describe, log, out = process.stderr }: ProgressOptions,
  work: () => Promise<T>,
): Promise<T> {
  const show = out.isTTY ? onTerminal(out) : inPlainLines(log);
  const startedAtMs = Date.now();
  const update = (): void => {
    const seconds = Math.floor((Date.now() - startedAtMs) / 1_000);
    show(describe(seconds), seconds);
  };
  update();
  const timer = setInterval(update, updateMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (out.isTTY) out.write(eraseLine);
  }
}

type Show = (text: string, seconds: number) => void;

function onTerminal(out: NonNullable<ProgressOptions['out']>): Show {
  return (text) => void out.write(`${eraseLine}${text.slice(0, Math.max(0, out.columns - 1))}`);
}

function inPlainLines(log: PrintLine): Show {
  let nextAtSeconds = 0;
  return (text, seconds) => {
    if (seconds < nextAtSeconds) return;
    nextAtSeconds = Math.max(firstRepeatSeconds, 2 * nextAtSeconds);
    log(text);
  };
}
