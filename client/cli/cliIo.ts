import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { currentUser } from './currentUser.ts';
import { createOutputStream } from './outputStream.ts';

/** Everything outside of the program that the command line reads and writes. Tests replace it. */
export type CliIo = {
  stdout(text: string): void;
  stderr(text: string): void;
  /** True once standard output takes no more: the reader has gone, or the disk is full. */
  readonly outputHasEnded: boolean;
  /** Resolves when all output has arrived or failed. Null, or in words why standard output could not be written. */
  flush(): Promise<string | null>;
  readStdin(): Promise<string>;
  readFile(path: string): Promise<string>;
  readonly isTTY: boolean;
  /** Unix milliseconds. */
  now(): number;
  /** The name of the operating system's user, which is the default actor. */
  user(): string;
  pause(ms: number): Promise<void>;
};

/** The real one. */
export function createProcessIo(): CliIo {
  const stdout = createOutputStream(process.stdout);
  const stderr = createOutputStream(process.stderr);
  return {
    stdout: (out) => stdout.write(out),
    stderr: (out) => stderr.write(out),
    get outputHasEnded() {
      return stdout.hasEnded;
    },
    async flush() {
      // Trouble with standard error can be told nowhere.
      await stderr.flush();
      return stdout.flush();
    },
    readStdin: () => text(process.stdin),
    readFile: (path) => readFile(path, 'utf8'),
    isTTY: process.stdout.isTTY,
    now: Date.now,
    user: () => currentUser(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
