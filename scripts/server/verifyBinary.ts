import { execFile } from 'node:child_process';

/** `--version` of a cold binary on a busy disk takes seconds, not minutes. */
const timeoutMs = 30_000;
/** The first server version on which deployment versioning and update-with-start, both used here, are complete. */
const oldestServer = [1, 28] as const;

/**
 * Runs `<path> --version`. Answers null if the file is a Temporal command with a recent enough server, else what is
 * wrong with it. Never throws.
 */
export async function verifyBinary(path: string): Promise<string | null> {
  const { problem, output } = await new Promise<{ problem: string | null; output: string }>((resolve) => {
    execFile(path, ['--version'], { timeout: timeoutMs }, (error, stdout) => {
      resolve({ problem: error === null ? null : describe(error), output: stdout });
    });
  });
  if (problem !== null) return `does not run (${problem})`;
  const version = /^temporal version \S+ \(Server (\d+)\.(\d+)/m.exec(output);
  if (version === null) return 'does not answer like the Temporal CLI';
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const isOld = major < oldestServer[0] || (major === oldestServer[0] && minor < oldestServer[1]);
  return isOld ? `holds server ${major}.${minor}, older than ${oldestServer.join('.')}` : null;
}

function describe(error: {
  code?: string | number | null | undefined;
  signal?: NodeJS.Signals | null | undefined;
}): string {
  if (error.signal) return `ended by ${error.signal}`;
  return typeof error.code === 'number' ? `exit code ${error.code}` : (error.code ?? 'unknown reason');
}
