import { setTimeout as delay } from 'node:timers/promises';

import { chaosAccounts } from './chaosAccounts.ts';
import type { SeededRandom } from './seededRandom.ts';
import type { TroubleName, TroubleOptions, TroubleWorld } from './trouble.ts';

/** How long a restart of an exchange waits for a submit that it could interrupt. */
const submitWaitMs = 10_000;
/** Longer than a request's time-out: what was held is carried out when nobody waits for it any more. */
const longStallMs = 35_000;

/** What each trouble does. Resolves when it is over. `drawName` is what its random choices go by. */
export function troubleActs(
  world: TroubleWorld,
  { freezeSeconds }: TroubleOptions,
  random: SeededRandom,
  say: (text: string) => void,
): Record<TroubleName, (drawName: string) => Promise<void>> {
  const simulators = [...world.simulators.values()];
  // A worker that is frozen must wake up after its time-outs, so it is neither killed nor drained.
  const anyAwake = (drawName: string) =>
    random.pick(
      drawName,
      world.workers.filter((worker) => !worker.isFrozen),
    );

  return {
    workerKills: (drawName) => anyAwake(drawName).kill(),
    workerDrains: (drawName) => anyAwake(drawName).drain(),

    async workerFreezes(drawName) {
      const worker = random.pick(drawName, world.workers);
      say(`${worker.name} is stopped for ${freezeSeconds} s`);
      await worker.freeze(freezeSeconds * 1_000);
    },

    async serverRestarts(drawName) {
      const ms = random.between(drawName, 500, 3_000);
      say(`Temporal is killed, and starts again on its database after ${ms} ms`);
      await world.server.kill();
      await delay(ms);
      await world.server.restart();
      say(`Temporal runs again as ${world.server.pid}`);
    },

    async serverFreezes(drawName) {
      const ms = random.between(drawName, 2_000, 12_000);
      say(`Temporal is stopped for ${ms} ms`);
      process.kill(world.server.pid, 'SIGSTOP');
      await delay(ms);
      process.kill(world.server.pid, 'SIGCONT');
    },

    /** Like a process that dies while it carries out a submit, and comes back with its database. */
    async simulatorRestarts(drawName) {
      const simulator = random.pick(drawName, simulators);
      const ms = random.between(`${drawName}#ms`, 500, 4_000);
      await new Promise<void>((resolve) => {
        const goAway = (): void => {
          clearTimeout(timer);
          takeBack();
          resolve(simulator.pause());
        };
        const timer = setTimeout(goAway, submitWaitMs);
        const takeBack = world.onNextSubmit(simulator.exchange, goAway);
      });
      say(`${simulator.exchange} died in the middle of its requests and is back in ${ms} ms`);
      await delay(ms);
      await simulator.resume();
    },

    async exchangeStalls(drawName) {
      const simulator = random.pick(drawName, simulators);
      const ms = random.happens(`${drawName}#long`, 0.1) ? longStallMs : random.between(`${drawName}#ms`, 500, 6_000);
      say(`the network to ${simulator.exchange} stalls for ${ms} ms`);
      simulator.hold();
      await delay(ms);
      simulator.release();
    },

    async accountPauses(drawName) {
      const { account } = random.pick(drawName, chaosAccounts);
      const ms = random.between(`${drawName}#ms`, 1_000, 4_000);
      say(`${account} is paused for ${ms} ms`);
      await world.pauseAccount(account, ms);
    },
  };
}
