import { setTimeout as delay } from 'node:timers/promises';

import PQueue from 'p-queue';

import type { ChaosExchange } from './chaosAccounts.ts';
import { chaosReport, evidenceOf, type ChaosReport } from './chaosReport.ts';
import { startChaosWorld, type ChaosServer, type ChaosWorld } from './chaosWorld.ts';
import { startOperator } from './operator.ts';
import { pauseAccount } from './pauseAccount.ts';
import { planWithdrawals } from './planWithdrawals.ts';
import { playWithdrawal, type Played } from './playWithdrawal.ts';
import { searchMetrics, searchRun } from './searchRun.ts';
import { refillAfterShortages } from './shortages.ts';
import type { TroubleOptions } from './trouble.ts';
import { startTroubles } from './troubles.ts';

export type ChaosOptions = TroubleOptions & {
  readonly inFlight: number;
  /** How long a withdrawal may take, in seconds, before it counts as lost. */
  readonly patienceSeconds: number;
  readonly server: ChaosServer;
};

/** How long to wait for requests that an exchange has read and not yet carried out. */
const longestUnderwayMs = 60_000;
const noteEvery = 25;

/**
 * Runs the whole plan, then compares the results with the ledgers and searches everything for credentials. Resolves
 * with null when interrupted. Leaves no process behind.
 */
export async function runChaos(
  options: ChaosOptions,
  say: (text: string) => void,
  interrupted: Promise<'interrupted'>,
): Promise<ChaosReport | null> {
  const beganMs = Date.now();
  const plan = planWithdrawals(options.seed, options.withdrawals);
  const world = await startChaosWorld(options.server, say);
  try {
    const troubleWorld = {
      ...world,
      onNextSubmit: (exchange: ChaosExchange, run: () => void) => world.requests.onNextSubmit(exchange, run),
      pauseAccount: (account: string, ms: number) => pauseAccount(world, account, ms),
    };
    const troubles = startTroubles(troubleWorld, options, say);
    const shortages = refillAfterShortages(world.simulators);
    const operator = startOperator(world, say);
    const queue = new PQueue({ concurrency: options.inFlight });
    const played: Played[] = [];
    const playing = Promise.all(
      plan.map((planned) =>
        queue.add(async () => {
          played.push(await playWithdrawal(world, planned, options.patienceSeconds));
          troubles.ended(played.length);
          if (played.length % noteEvery === 0) await note(world, say, `${played.length} of ${plan.length} have ended`);
        }),
      ),
    );
    const how = await Promise.race([playing, interrupted]);
    await troubles.end();
    await shortages.end();
    await operator.end();
    if (how === 'interrupted') return null;
    await untilNothingIsUnderway(world);
    const wallSeconds = Math.round((Date.now() - beganMs) / 1_000);
    say('all have ended; searching histories, logs and metrics for credentials');
    world.hunt.search('a result', JSON.stringify(played));
    const searched = await searchRun(world, world.hunt);
    const { report, findings } = chaosReport(world, played, {
      seed: options.seed,
      counts: troubles.counts,
      operator: operator.decisions,
      shortages: shortages.all,
      searched,
      wallSeconds,
    });
    for (const finding of findings)
      say(`FOUND ${finding.kind}: ${finding.about}: ${finding.why}\n${evidenceOf(finding, played)}`);
    return report;
  } finally {
    await world.stop();
  }
}

async function note(world: ChaosWorld, say: (text: string) => void, text: string): Promise<void> {
  say(text);
  // A killed worker takes its metrics with it.
  for (const url of world.metricsUrls) await searchMetrics(url, world.hunt);
}

/** A request that was held up may still be accepted. */
async function untilNothingIsUnderway(world: ChaosWorld): Promise<void> {
  const end = Date.now() + longestUnderwayMs;
  while ([...world.simulators.values()].some((simulator) => simulator.underway() > 0) && Date.now() < end)
    await delay(200);
}
