const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';

export type AlternateScreen = {
  /** Replaces what is shown. The lines must fit: more than the terminal's rows would scroll. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back as it was before. May be repeated. */
  close(): void;
};

/**
 * Opens the terminal's second screen, which has no scrollback: what is drawn there leaves nothing behind. Given back
 * when this process ends, however that ends but SIGKILL.
 */
export function openAlternateScreen(out: Pick<NodeJS.WriteStream, 'write'>): AlternateScreen {
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    process.off('exit', close);
    out.write(leave);
  };
  process.once('exit', close);
  out.write(enter);
  return {
    draw(lines) {
      if (isOpen) out.write(`${home}${lines.map((line) => `${line}${clearLine}`).join('\r\n')}${clearBelow}`);
    },
    close,
  };
}
