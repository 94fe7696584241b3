import { Decimal } from 'decimal.js';

import type { LedgerEntry } from '../../simulator/index.ts';

type Place = { readonly asset: string; readonly address: string; readonly amount: string };
type Alike = Place & { readonly network: string };

/** The place and sum that several withdrawals may have in common, in one spelling. */
export function alikeKey({ asset, network, address, amount }: Alike): string {
  return [asset, network, address.toLowerCase(), new Decimal(amount).toFixed()].join(' ');
}

/** The same over all networks: a fault strikes by this. */
export function placeKey({ asset, address, amount }: Place): string {
  return [asset, address.toLowerCase(), new Decimal(amount).toFixed()].join(' ');
}

/** The same of what an exchange booked. edgeX books a fee that comes out of what was asked for beside the amount. */
export function alikeKeyOf(entry: LedgerEntry): string {
  const asked = entry.exchange === 'edgex' ? new Decimal(entry.amount).plus(entry.fee).toFixed() : entry.amount;
  return alikeKey({ ...entry, amount: asked });
}
