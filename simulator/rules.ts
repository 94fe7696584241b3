import type { CatalogNetwork } from './catalog.ts';
import { parseMoney } from './money.ts';
import type { SimulatedAccount } from './options.ts';

export type BrokenRule = {
  rule: 'amount' | 'precision' | 'minimum' | 'maximum' | 'memo' | 'address' | 'whitelist';
  why: string;
};

/** `null`: the amount is plain decimal text, above zero, within the network's limits and decimals. */
export function amountRuleBroken(amount: string, network: CatalogNetwork): BrokenRule | null {
  const money = parseMoney(amount);
  if (!money?.greaterThan(0)) return { rule: 'amount', why: 'amount must be a plain decimal above 0' };
  if (money.decimalPlaces() > network.scale)
    return { rule: 'precision', why: `amount has more than ${network.scale} decimals` };
  if (money.lessThan(network.minimum))
    return { rule: 'minimum', why: `amount is below the minimum of ${network.minimum}` };
  return money.greaterThan(network.maximum)
    ? { rule: 'maximum', why: `amount is above the maximum of ${network.maximum}` }
    : null;
}

export function memoRuleBroken(memo: string | null, network: CatalogNetwork): BrokenRule | null {
  if (network.memo === 'required' && memo === null) return { rule: 'memo', why: 'memo is missing' };
  return network.memo === 'none' && memo !== null ? { rule: 'memo', why: 'this network has no memo' } : null;
}

export function addressRuleBroken(
  address: string,
  network: CatalogNetwork,
  account: SimulatedAccount,
): BrokenRule | null {
  if (!new RegExp(network.addressPattern).test(address))
    return { rule: 'address', why: 'address is not one of this network' };
  const trusted = account.trustedAddresses ?? 'any';
  return trusted === 'any' || trusted.includes(address)
    ? null
    : { rule: 'whitelist', why: 'address is not a trusted address' };
}
