import PQueue from 'p-queue';
import { chaosReport, evidenceOf, type ChaosReport } from './chaosReport.ts';
import { startChaosWorld } from './chaosWorld.ts';
import { startOperator } from './operator.ts';
import { planWithdrawals } from './planWithdrawals.ts';
import { playWithdrawal, type Played } from './playWithdrawal.ts';
import { startTroubles, type TroubleOptions } from './troubles.ts';

export type ChaosOptions = TroubleOptions & {
  readonly inFlight: number;
  /** How long a withdrawal may take, in seconds, before it counts as lost. */
  readonly patienceSeconds: number;
};

/** Plays the whole plan, then holds the results against the ledgers. Null: interrupted. Leaves no process behind. */
export async function runChaos(options: ChaosOptions, say: (text: string) => void, interrupted: Promise<'interrupted'>): Promise<ChaosReport | null> {
  const beganMs = Date.now();
  const plan = planWithdrawals(options.seed, options.withdrawals);
  const world = await startChaosWorld(say);
  try {
    // A server that was there before is not ours to kill.
    const troubles = startTroubles(world, { ...options, serverRestarts: world.server.pid === 0 ? 0 : options.serverRestarts }, say);
    const operator = startOperator(world, say);
    const queue = new PQueue({ concurrency: options.inFlight });
    const played: Played[] = [];
    let started = 0;
    const playing = Promise.all(
      plan.map((planned) =>
        queue.add(async () => {
          played.push(await playWithdrawal(world, planned, options.patienceSeconds, () => troubles.started((started += 1))));
          if (played.length % 25 === 0) say(`${played.length} of ${plan.length} have ended, ${started} were started`);
        }),
      ),
    );
    const how = await Promise.race([playing, interrupted]);
    await troubles.end();
    await operator.end();
    if (how === 'interrupted') return null;
    const wallSeconds = Math.round((Date.now() - beganMs) / 1_000);
    const { report, findings } = chaosReport(world, played, { seed: options.seed, counts: troubles.counts, operator: operator.decisions, wallSeconds });
    for (const finding of findings) say(`FOUND ${finding.kind}: ${finding.about}: ${finding.why}\n${evidenceOf(finding, played)}`);
    return report;
  } finally {
    await world.stop();
  }
}
