import type { Catalog } from './catalog.ts';

/** The name of a coin; one that the metadata does not list is named by its number, unlike any other. Pure. */
export function assetNameOf(catalog: Catalog, coinId: string): string {
  return catalog.coinNames.get(coinId) ?? `#${coinId}`;
}
