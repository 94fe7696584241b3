import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type RunningDemo = {
  readonly uiUrl: string;
  /** Ends it as Ctrl-C does, and resolves when all of it is gone. */
  stop(): Promise<void>;
};

type Verdict = { readonly uiUrl: string | null; readonly mismatches: number };

/** Runs the demo, on a server of its own, until its verdict is in. Throws when that does not hold. */
export async function startDemo(): Promise<RunningDemo> {
  const { TEMPORAL_ADDRESS: _notThisServer, ...env } = process.env;
  const demo = spawn(process.execPath, [fileURLToPath(new URL('../demo/main.js', import.meta.url)), '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(demo, 'close');
  const stop = async (): Promise<void> => {
    demo.kill('SIGINT');
    await closed;
  };
  const first = await Promise.race([once(createInterface(demo.stdout), 'line'), closed.then(() => [])]);
  const { uiUrl, mismatches } = JSON.parse(String(first[0] ?? '{}')) as Partial<Verdict>;
  if (mismatches === 0 && typeof uiUrl === 'string') return { uiUrl, stop };
  await stop();
  throw new Error('The demo came to no verdict that holds, or has no UI; its own lines above say why.');
}
