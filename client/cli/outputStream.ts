/** Where the command line writes. Nothing that it is connected to can end the process with an error. */
export type OutputStream = {
  /** Writes nothing any more once a write has failed. */
  write(text: string): void;
  /** True once a write has failed: the reader has gone, or the disk is full. */
  readonly hasEnded: boolean;
  /** Resolves when all that was written has arrived or failed. Null, or in words why it could not be written. */
  flush(): Promise<string | null>;
};

/** A reader that closes its end, such as `head`, has what it wants. That is no problem. */
const readerHasGone = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED']);

const problems: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
};

/** Writes to a stream of the process, and remembers when that fails instead of ending the process. */
export function createOutputStream(stream: NodeJS.WritableStream): OutputStream {
  let failedBecause: string | null = null;
  let written: Promise<void> = Promise.resolve();
  const note = (error: NodeJS.ErrnoException | null | undefined): void => {
    if (error !== null && error !== undefined) failedBecause ??= error.code ?? error.message;
  };
  // Without a listener node would print a stack and end the process.
  stream.on('error', note);
  return {
    write(text) {
      if (failedBecause !== null) return;
      written = new Promise((resolve) => {
        stream.write(text, (error) => {
          note(error);
          resolve();
        });
      });
    },
    get hasEnded() {
      return failedBecause !== null;
    },
    async flush() {
      await written;
      if (failedBecause === null || readerHasGone.has(failedBecause)) return null;
      return problems[failedBecause] ?? failedBecause;
    },
  };
}
