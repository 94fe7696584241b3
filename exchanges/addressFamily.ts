import type { AddressFamily } from '../domain/assetRules.ts';

/** Names that exchanges give to networks, without a part in brackets; only those whose form of address is certain. */
const families: Readonly<Record<AddressFamily, readonly string[]>> = {
  evm: [
    'ethereum',
    'eth',
    'erc20',
    'binancesmartchain',
    'bnbsmartchain',
    'bsc',
    'bep20',
    'polygon',
    'polygonpos',
    'matic',
    'arbitrum',
    'arbitrumone',
    'optimism',
    'base',
    'avalanchecchain',
    'avaxcchain',
    'ethereumclassic',
    'linea',
    'scroll',
    'mantle',
    'fantom',
    'opbnb',
  ],
  tron: ['tron', 'trx', 'trc20'],
  bitcoin: ['bitcoin', 'btc'],
  ripple: ['ripple', 'xrp', 'xrpledger', 'xrpl'],
  litecoin: ['litecoin', 'ltc'],
  dogecoin: ['dogecoin', 'doge'],
  solana: ['solana', 'sol', 'spl'],
  eos: ['eos'],
};

const familyOf: Readonly<Record<string, AddressFamily>> = Object.fromEntries(
  Object.entries(families).flatMap(([family, names]) => names.map((name) => [name, family as AddressFamily])),
);

/** The family whose form the addresses of this network have; null unless it is certain. Pure. */
export function addressFamilyOf(network: string): AddressFamily | null {
  const name = network
    .replace(/\(.*\)\s*$/, '')
    .replace(/[\s_-]+/g, '')
    .toLowerCase();
  return Object.hasOwn(familyOf, name) ? (familyOf[name] ?? null) : null;
}
