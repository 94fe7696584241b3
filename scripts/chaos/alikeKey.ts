import { Decimal } from 'decimal.js';

import type { LedgerEntry } from '../../simulator/index.ts';

type Place = { readonly asset: string; readonly address: string; readonly amount: string };
type Alike = Place & { readonly network: string };

/** What several withdrawals may have in common: place and amount, in one spelling. */
export function alikeKey({ asset, network, address, amount }: Alike): string {
  return [asset, network, address.toLowerCase(), new Decimal(amount).toFixed()].join(' ');
}

/** The same without the network: this is what faults are armed by. */
export function placeKey({ asset, address, amount }: Place): string {
  return [asset, address.toLowerCase(), new Decimal(amount).toFixed()].join(' ');
}

/** `alikeKey` of what an exchange booked. edgeX takes its fee out of what was asked for, and books both apart. */
export function alikeKeyOf(entry: LedgerEntry): string {
  const asked = entry.exchange === 'edgex' ? new Decimal(entry.amount).plus(entry.fee).toFixed() : entry.amount;
  return alikeKey({ ...entry, amount: asked });
}
