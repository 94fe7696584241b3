import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { BenchAccount } from '../support/benchAccounts.ts';

export type FloorSettings = {
  readonly address: string;
  readonly baseUrl: string;
  readonly account: BenchAccount;
  readonly taskQueue: string;
};
export type FloorWorker = { readonly pid: number; stop(): Promise<void> };

/** Starts the floor's worker and waits until it is ready to poll. It ends with this process. */
export async function startFloorWorker(settings: FloorSettings): Promise<FloorWorker> {
  const child = fork(fileURLToPath(new URL('floorWorker.js', import.meta.url)), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('the floor worker ended before it was ready');
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
