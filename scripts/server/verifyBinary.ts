import { execFile } from 'node:child_process';

/** `--version` of a cold binary on a busy disk takes seconds, not minutes. */
const TIMEOUT_MS = 30_000;
/** Deployment versioning and update-with-start, both used here, are complete from this server on. */
const OLDEST_SERVER = [1, 28] as const;

/**
 * Runs `<path> --version`; answers null if the file is a Temporal command with a recent enough server, else
 * what is wrong with it.
 */
export async function verifyBinary(path: string): Promise<string | null> {
  const { problem, output } = await new Promise<{ problem: string | null; output: string }>((resolve) => {
    execFile(path, ['--version'], { timeout: TIMEOUT_MS }, (error, stdout) => {
      resolve({ problem: error === null ? null : describe(error), output: stdout });
    });
  });
  if (problem !== null) return `does not run (${problem})`;
  const version = /^temporal version \S+ \(Server (\d+)\.(\d+)/m.exec(output);
  if (version === null) return 'does not answer like the Temporal CLI';
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const isOld = major < OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor < OLDEST_SERVER[1]);
  return isOld ? `holds server ${major}.${minor}, older than ${OLDEST_SERVER.join('.')}` : null;
}

function describe(error: {
  code?: string | number | null | undefined;
  signal?: NodeJS.Signals | null | undefined;
}): string {
  if (error.signal) return `ended by ${error.signal}`;
  return typeof error.code === 'number' ? `exit code ${error.code}` : (error.code ?? 'unknown reason');
}
