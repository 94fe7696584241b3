import { randomInt } from 'node:crypto';

import { isPortFree } from '../freePorts.ts';

/** The server stores its members' ports as signed 16-bit numbers. */
const highest = 32_767;
const lowest = 20_000;

/** Finds `count` different ports below 32,768 that are free now. Does not reserve them. */
export async function lowPorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(lowest, highest + 1);
    if (await isPortFree(port)) found.add(port);
  }
  return [...found];
}
