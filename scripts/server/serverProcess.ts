import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

/** How long an orderly stop may take before it becomes SIGKILL. */
const STOP_MS = 10_000;
const QUOTED_LINES = 15;

/**
 * Waits for the end of its standard input, which only this process holds open: it comes with any death of this
 * process, SIGKILL included. Then stops the server and removes the temporary folder. POSIX `sh`; absent on Windows.
 */
const WATCHDOG = `
read -r _
kill -TERM "$1" 2>/dev/null
for _ in 1 2 3 4 5; do kill -0 "$1" 2>/dev/null || break; sleep 1; done
kill -KILL "$1" 2>/dev/null
rm -rf -- "$2"
`;

/** Another user, for a server that refuses to be root, and a folder that this user may enter. */
export type RunAs = { uid?: number; gid?: number; cwd?: string };

/** One running server process. `end` is idempotent and resolves when the process is gone. */
export type ServerProcess = {
  pid: number;
  hasExited(): boolean;
  /** The last lines that the server wrote, for error messages. */
  lastWords(): string;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

/**
 * Starts the command with its output in a file (a full pipe would stop the server) and in a process group of its own
 * (Ctrl-C reaches this process alone, which then stops things in order). The temporary folder goes with this process.
 */
export function startServerProcess(
  binary: string,
  args: string[],
  logFile: string,
  temporaryFolder: string,
  as: RunAs = {},
): ServerProcess {
  const output = openSync(logFile, 'w');
  const child = spawn(binary, args, {
    ...as,
    detached: true,
    stdio: ['ignore', output, output],
    env: plainEnvironment(),
  });
  closeSync(output);
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  if (child.pid === undefined) {
    return {
      pid: 0,
      hasExited: () => true,
      lastWords: () => failure?.message ?? 'could not be started',
      end: () => Promise.resolve(),
    };
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const watchdog = startWatchdog(child.pid, temporaryFolder);
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  void exited.then(() => {
    process.off('exit', killOnExit);
    // Before the process id can be another's.
    watchdog?.kill('SIGKILL');
  });
  // A script that forgets to stop the server still ends, and the server with it.
  child.unref();
  return {
    pid: child.pid,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    lastWords: () => lastLines(logFile),
    end: (signal) => end(child, exited, signal),
  };
}

async function end(child: ChildProcess, exited: Promise<void>, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(timer);
}

function startWatchdog(pid: number, temporaryFolder: string): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'sh', String(pid), temporaryFolder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.once('error', () => undefined);
  watchdog.unref();
  const { stdin } = watchdog;
  stdin?.once('error', () => undefined);
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return watchdog;
}

/**
 * Neither the caller's secrets nor its TEMPORAL_* settings, which the command would follow, are the server's
 * business.
 */
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'TZ', 'GOMAXPROCS', 'GOMEMLIMIT'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function lastLines(file: string): string {
  if (!existsSync(file)) return '(the server wrote nothing)';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-QUOTED_LINES);
  return lines.join('\n') || '(the server wrote nothing)';
}
