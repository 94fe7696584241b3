import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import type { LocalAccount } from './localAccount.ts';

/** What a simulator is told beside its exchange and accounts. */
export type SimulatorSettings = Omit<SimulatorOptions, 'exchange' | 'accounts'>;

export type LocalSimulators = {
  /** Throws for an account that was not given at the start. */
  of(account: LocalAccount): Simulator;
  close(): Promise<void>;
};

/** Starts the fake exchanges of these accounts, one for each exchange and variant. */
export async function startSimulators(
  accounts: readonly LocalAccount[],
  settingsOf: (account: LocalAccount) => SimulatorSettings,
): Promise<LocalSimulators> {
  const simulators = new Map<string, Simulator>();
  for (const account of accounts) {
    const name = simulatorName(account);
    if (simulators.has(name)) continue;
    const served = accounts.filter((other) => simulatorName(other) === name);
    // edgeX's three adapters talk to one account of the exchange.
    const simulated = [...new Set(served.map((one) => one.simulated))];
    const settings = settingsOf(account);
    simulators.set(name, await startSimulator({ ...settings, exchange: account.exchange, accounts: simulated }));
  }
  return {
    of(account) {
      const simulator = simulators.get(simulatorName(account));
      if (simulator === undefined) throw new Error(`no fake exchange was started for ${account.account}`);
      return simulator;
    },
    async close() {
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()));
    },
  };
}

function simulatorName({ exchange, variant }: LocalAccount): string {
  return `${exchange} ${variant}`;
}
