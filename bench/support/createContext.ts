import type { BenchContext } from './bench.ts';
import { saveResult } from './results.ts';

/** The context of one bench, and `end`, which ends everything that the bench started. `end` may be repeated. */
export function createContext(
  given: Pick<BenchContext, 'server' | 'inFlight' | 'options'> & { readonly bench: string },
): { readonly context: BenchContext; end(): Promise<void> } {
  const beganMs = Date.now();
  const ends: (() => Promise<void> | void)[] = [];
  let ending: Promise<void> | null = null;
  const say = (text: string): void =>
    void process.stderr.write(`${((Date.now() - beganMs) / 1_000).toFixed(1).padStart(7)} s  ${text}\n`);

  async function endAll(): Promise<void> {
    for (const end of ends.reverse())
      await Promise.resolve(end()).catch((error: unknown) => say(`while ending: ${String(error)}`));
  }

  const { bench, server, inFlight, options } = given;
  return {
    context: {
      server,
      inFlight,
      options,
      say,
      onEnd: (end) => void ends.push(end),
      save: (name, result) => say(`kept in ${saveResult({ bench, server, result }, name)}`),
    },
    end: () => (ending ??= endAll()),
  };
}
