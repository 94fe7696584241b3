import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { FuzzCall, Outcome, Suite } from './calls.ts';
import { type FuzzBench, startFuzzBench } from './fuzzBench.ts';
import { complaint } from './judge.ts';
import { spoiled } from './junk.ts';

/** Bodies for each operation; `FUZZ_RUNS` and `FUZZ_SEED` change it for a longer or another run. */
export const runsEach = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
/** No call may take longer than this; answers that never end have a test of their own. */
const longestMs = 4_000;

const counts = new Map<string, number>();
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

/** Answers junk to every call of these suites; prints how many bodies each endpoint was answered. */
export function fuzz(suites: readonly Suite[]): void {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  const startedMs = Date.now();

  afterAll(() => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const lines = [...counts].map(([endpoint, count]) => `${String(count).padStart(7)}  ${endpoint}`);
    console.info(
      [
        `bodies fuzzed per endpoint (seed ${seed}):`,
        ...lines,
        `${String(total).padStart(7)}  in all, ${Math.round((Date.now() - startedMs) / 1_000)} s`,
      ].join('\n'),
    );
  });

  describe.each(suites.map((suite) => [suite.title, suite] as const))(
    '%s, answered junk',
    (_title, { adapter, options, calls }) => {
      const shared: { bench?: FuzzBench } = {};
      beforeAll(async () => {
        shared.bench = await startFuzzBench(adapter, options);
      });
      afterAll(() => shared.bench?.close());

      test.each(calls.map((call): [string, string, FuzzCall] => [call[0], call[1], call]))(
        '%s by %s: never settles by what no table lists, never throws what it should not, never leaks',
        async (endpoint, _name, call) => {
          if (shared.bench === undefined) throw new Error('no bench');
          expect(await fuzzCall(shared.bench, call)).toEqual([]);
          expect(unhandled).toEqual([]);
          expect(counts.get(endpoint)).toBeGreaterThanOrEqual(runsEach);
        },
      );

      test('silence and a trickle end at the time-out, in every call', async () => {
        if (shared.bench === undefined) throw new Error('no bench');
        expect(await silence(shared.bench, calls)).toEqual([]);
      });
    },
  );
}

/** Answers what is wrong, each with how its body was made. */
async function fuzzCall(bench: FuzzBench, [endpoint, , run]: FuzzCall): Promise<string[]> {
  bench.spoil(null);
  await told(bench, run);
  const samples = bench.samples.get(endpoint) ?? [];
  if (samples.length === 0) throw new Error(`${endpoint} was not called`);
  const codes = Object.keys({
    ...bench.definition.statusTable,
    401: '',
    10007: '',
    10014: '',
    3506: '',
    GATEWAY_PARAM_INVALID: '',
    10005: '',
    303: '',
    '-7': '',
  });
  const wrong: string[] = [];
  for (const junk of spoiled(samples, codes, runsEach, seed)) {
    bench.spoil(endpoint, junk);
    bench.sent.length = 0;
    bench.lines.length = 0;
    const beganMs = Date.now();
    const outcome = await told(bench, run);
    const tookMs = Date.now() - beganMs;
    const said = bench.said();
    const problem =
      said === null
        ? 'was not asked'
        : tookMs > longestMs
          ? `took ${tookMs} ms`
          : complaint(bench, outcome, said, samples);
    if (problem !== null)
      wrong.push(`${problem} (${junk.how}, HTTP ${junk.status}): ${(said?.text ?? '').slice(0, 300)}`);
    counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  }
  bench.spoil(null);
  return wrong.slice(0, 8);
}

async function told(bench: FuzzBench, run: FuzzCall[2]): Promise<Outcome> {
  return run(bench).catch((error: unknown): Outcome => ({ kind: 'error', error }));
}

async function silence(bench: FuzzBench, calls: readonly FuzzCall[]): Promise<string[]> {
  const wrong: string[] = [];
  bench.patience.timeoutMs = 120;
  for (const trickles of [false, true]) {
    for (const [endpoint, name, run] of calls) {
      bench.spoil(endpoint);
      bench.junkServer.serve((request, response) => {
        request.resume();
        if (!trickles) return;
        response.writeHead(200, { 'content-type': 'application/json' });
        const drops = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drops));
      });
      const beganMs = Date.now();
      const outcome = await told(bench, run);
      const tookMs = Date.now() - beganMs;
      const problem = tookMs > 2_000 ? `took ${tookMs} ms` : settles(outcome);
      if (problem !== null) wrong.push(`${endpoint} by ${name}: ${problem}`);
    }
  }
  bench.spoil(null);
  bench.patience.timeoutMs = 5_000;
  return wrong;
}

function settles(outcome: Outcome): string | null {
  if (outcome.kind === 'submit' || outcome.kind === 'cancel')
    return outcome.answer.kind === 'unknown' ? null : `answered ${outcome.answer.kind}`;
  if (outcome.kind === 'deed') return outcome.reply.kind === 'failed' ? null : 'took silence for a success';
  return outcome.kind === 'read' && outcome.isAbsent ? 'took silence for absence' : null;
}
