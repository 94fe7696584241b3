import { startSimulator, type Simulator } from '../../simulator/index.ts';
import { chaosAccounts } from './chaosAccounts.ts';
import { chaosLimits } from './chaosConfig.ts';
import type { RequestWatch } from './requestWatch.ts';

/** Starts the fake exchanges of all accounts, by name. Every request to them is watched. */
export async function startExchanges(requests: RequestWatch): Promise<ReadonlyMap<string, Simulator>> {
  const simulators = new Map<string, Simulator>();
  for (const exchange of new Set(chaosAccounts.map((one) => one.exchange))) {
    const accounts = [...new Set(chaosAccounts.filter((one) => one.exchange === exchange).map((one) => one.simulated))];
    const own = chaosLimits[exchange];
    const limit = own === undefined ? {} : { rateLimit: own.limit };
    simulators.set(
      exchange,
      await startSimulator({ exchange, accounts, ...limit, onRequest: (request) => requests.see(exchange, request) }),
    );
  }
  return simulators;
}
