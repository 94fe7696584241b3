import { setTimeout as delay } from 'node:timers/promises';

import { chaosAccounts } from './chaosAccounts.ts';
import type { Dice } from './dice.ts';
import type { TroubleName, TroubleOptions, TroubleWorld } from './trouble.ts';

/** An exchange that nobody sends anything to goes away all the same. */
const submitWaitMs = 10_000;
/** Longer than a request waits: what was held is carried out when nobody waits for it any more. */
const longStallMs = 35_000;

/** What each trouble does; it resolves when it is over. `throwName` is its place in the plan. */
export function troubleActs(
  world: TroubleWorld,
  { freezeSeconds }: TroubleOptions,
  dice: Dice,
  say: (text: string) => void,
): Record<TroubleName, (throwName: string) => Promise<void>> {
  const simulators = [...world.simulators.values()];
  // What is frozen is to wake up after its time-outs, not to be spared that.
  const anyAwake = (throwName: string) =>
    dice.pick(
      throwName,
      world.workers.filter((worker) => !worker.isFrozen),
    );

  return {
    workerKills: (throwName) => anyAwake(throwName).kill(),
    workerDrains: (throwName) => anyAwake(throwName).drain(),

    async workerFreezes(throwName) {
      const worker = dice.pick(throwName, world.workers);
      say(`${worker.name} is stopped for ${freezeSeconds} s`);
      await worker.freeze(freezeSeconds * 1_000);
    },

    async serverRestarts(throwName) {
      const ms = dice.between(throwName, 500, 3_000);
      say(`Temporal is killed, and starts again on its database after ${ms} ms`);
      await world.server.kill();
      await delay(ms);
      await world.server.restart();
      say(`Temporal runs again as ${world.server.pid}`);
    },

    async serverFreezes(throwName) {
      const ms = dice.between(throwName, 2_000, 12_000);
      say(`Temporal is stopped for ${ms} ms`);
      process.kill(world.server.pid, 'SIGSTOP');
      await delay(ms);
      process.kill(world.server.pid, 'SIGCONT');
    },

    /** As a process that dies while a submit is being carried out, and comes back with its database. */
    async simulatorRestarts(throwName) {
      const simulator = dice.pick(throwName, simulators);
      const ms = dice.between(`${throwName}#ms`, 500, 4_000);
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

    async exchangeStalls(throwName) {
      const simulator = dice.pick(throwName, simulators);
      const ms = dice.happens(`${throwName}#long`, 0.1) ? longStallMs : dice.between(`${throwName}#ms`, 500, 6_000);
      say(`the network to ${simulator.exchange} stalls for ${ms} ms`);
      simulator.hold();
      await delay(ms);
      simulator.release();
    },

    async accountPauses(throwName) {
      const { account } = dice.pick(throwName, chaosAccounts);
      const ms = dice.between(`${throwName}#ms`, 1_000, 4_000);
      say(`${account} is paused for ${ms} ms`);
      await world.pauseAccount(account, ms);
    },
  };
}
