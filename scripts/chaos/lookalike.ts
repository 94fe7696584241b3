import type { Simulator } from '../../simulator/index.ts';
import { placeKey } from './alikeKey.ts';
import { accountNamed } from './chaosAccounts.ts';
import type { PlannedWithdrawal } from './planWithdrawals.ts';

/**
 * Makes the planned lookalike, if there is one: the same withdrawal by hand, to the same place. At once, or as soon as
 * one like ours was accepted by a request that a fault struck: then ours is unknown, and has its baseline.
 */
export function stageLookalike(simulator: Simulator, planned: PlannedWithdrawal): void {
  if (planned.lookalike === null) return;
  const { asset, network, address, amount } = planned;
  const { accountId } = accountNamed(planned.account).simulated;
  const make = (): void => void simulator.addForeignWithdrawal({ accountId, asset, network, address, amount });
  if (planned.lookalike === 'atStart') return make();
  const end = simulator.ledger.subscribe(({ kind, entry }) => {
    if (
      kind !== 'accepted' ||
      entry.foreign ||
      entry.viaFault === null ||
      entry.network !== network ||
      placeKey(entry) !== placeKey(planned)
    )
      return;
    end();
    make();
  });
}
