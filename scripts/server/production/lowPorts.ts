import { randomInt } from 'node:crypto';

import { isPortFree } from '../freePorts.ts';

/** The server's table of its own members keeps ports in 16 bits with a sign. */
const HIGHEST = 32_767;
const LOWEST = 20_000;

/** Names `count` different ports below 32,768 that are free now. Does not reserve them. */
export async function lowPorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isPortFree(port)) found.add(port);
  }
  return [...found];
}
