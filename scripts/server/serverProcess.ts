import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

/** How long an orderly stop may take before it becomes SIGKILL. */
const stopMs = 10_000;
const quotedLines = 15;

/**
 * Waits for the end of its standard input, which only this process holds open. The end comes when this process ends,
 * even by SIGKILL. Then it stops the server and removes the temporary folder. POSIX `sh`; not used on Windows.
 */
const watchdogScript = `
read -r _
kill -TERM "$1" 2>/dev/null
for _ in 1 2 3 4 5; do kill -0 "$1" 2>/dev/null || break; sleep 1; done
kill -KILL "$1" 2>/dev/null
rm -rf -- "$2"
`;

/** The user to run as, for a server that refuses to run as root, and a working folder that this user may enter. */
export type RunAs = { uid?: number; gid?: number; cwd?: string };

/** One running server process. */
export type ServerProcess = {
  pid: number;
  hasExited(): boolean;
  /** The last lines that the server wrote, for error messages. */
  lastWords(): string;
  /** Resolves when the process is gone; SIGTERM becomes SIGKILL after 10 s. May be repeated. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

/**
 * Starts the command. Its output goes to a file: a full pipe would stop the server. It has a process group of its own:
 * Ctrl-C reaches only this process, which then stops everything in order. Server and temporary folder end with this
 * process.
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
    // At once, before another process can get this process id.
    watchdog?.kill('SIGKILL');
  });
  // So that a script which forgets to stop the server still ends; the server ends with it.
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
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await exited;
  clearTimeout(timer);
}

function startWatchdog(pid: number, temporaryFolder: string): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const watchdog = spawn('sh', ['-c', watchdogScript, 'sh', String(pid), temporaryFolder], {
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

/** Only what the command needs: not the caller's secrets, and not its TEMPORAL_* settings, which would take effect. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'TZ', 'GOMAXPROCS', 'GOMEMLIMIT'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function lastLines(file: string): string {
  if (!existsSync(file)) return '(the server wrote nothing)';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-quotedLines);
  return lines.join('\n') || '(the server wrote nothing)';
}
