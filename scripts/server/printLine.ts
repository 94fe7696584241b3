/** Prints one line of progress; the line comes without a line end. */
export type PrintLine = (line: string) => void;

/** Prints to stderr, so that stdout stays free for results. */
export const printToStderr: PrintLine = (line) => {
  process.stderr.write(`${line}\n`);
};
