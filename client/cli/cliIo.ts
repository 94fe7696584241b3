import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { text } from 'node:stream/consumers';

/** Everything outside of the program that the command line reads and writes. Tests replace it. */
export type CliIo = {
  stdout(text: string): void;
  stderr(text: string): void;
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
export const processIo: CliIo = {
  stdout: (out) => void process.stdout.write(out),
  stderr: (out) => void process.stderr.write(out),
  readStdin: () => text(process.stdin),
  readFile: (path) => readFile(path, 'utf8'),
  isTTY: process.stdout.isTTY,
  now: Date.now,
  user: () => userInfo().username,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
