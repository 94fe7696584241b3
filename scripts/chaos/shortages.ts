import { setTimeout as delay } from 'node:timers/promises';

import type { Simulator } from '../../simulator/index.ts';
import { chaosAccounts, fullBalance } from './chaosAccounts.ts';
import type { Shortage } from './checker.ts';

const shortForMs = 3_000;

export type Shortages = { readonly all: readonly Shortage[]; end(): Promise<void> };

/** Gives an account its funds back some time after `insufficientFundsLocked` took them. Keeps when it was short. */
export function refillAfterShortages(simulators: ReadonlyMap<string, Simulator>): Shortages {
  const all: Shortage[] = [];
  const refills: Promise<void>[] = [];
  for (const simulator of simulators.values()) {
    simulator.ledger.subscribe(({ kind, entry }) => {
      if (kind !== 'accepted' || entry.viaFault !== 'insufficientFundsLocked') return;
      const owner = chaosAccounts.find((one) => one.exchange === simulator.exchange)?.simulated;
      if (owner === undefined) return;
      const fromMs = Date.now();
      all.push({ ledgerAccount: entry.accountId, asset: entry.asset, fromMs, toMs: fromMs + shortForMs });
      refills.push(delay(shortForMs).then(() => simulator.setBalance(owner.apiKey, entry.asset, fullBalance)));
    });
  }
  return {
    all,
    async end() {
      await Promise.all(refills);
    },
  };
}
