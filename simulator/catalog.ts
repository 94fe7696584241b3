import type { ExchangeName } from './ledger.ts';

export type CatalogNetwork = {
  /** What exchanges call it. One that is not named here has a list of its own, in its folder. */
  name: Record<'bigone' | 'bitunix' | 'btse', string> & Partial<Record<ExchangeName, string>>;
  chain: string;
  fee: string;
  minimum: string;
  maximum: string;
  /** Most decimals that a withdrawal may have. */
  scale: number;
  memo: 'none' | 'required' | 'optional';
  addressPattern: string;
};
export type CatalogAsset = { symbol: string; uuid: string; scale: number; networks: readonly CatalogNetwork[] };

const patterns = {
  bitcoin: '^(bc1[a-z0-9]{25,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$',
  evm: '^0x[0-9a-fA-F]{40}$',
  tron: '^T[1-9A-HJ-NP-Za-km-z]{33}$',
  ripple: '^r[1-9A-HJ-NP-Za-km-z]{24,34}$',
  eos: '^[a-z1-5.]{1,12}$',
};

const bitcoin = {
  name: { bigone: 'Bitcoin', bitunix: 'Bitcoin', btse: 'Bitcoin' },
  chain: 'BTC',
  memo: 'none',
  addressPattern: patterns.bitcoin,
} as const;
const ethereum = {
  name: { bigone: 'Ethereum', bitunix: 'Ethereum (ERC-20)', btse: 'Ethereum' },
  chain: 'ETH',
  memo: 'none',
  addressPattern: patterns.evm,
} as const;
const bsc = {
  name: { bigone: 'BinanceSmartChain', bitunix: 'BNB Smart Chain (BEP-20)', btse: 'BSC' },
  chain: 'BSC',
  memo: 'none',
  addressPattern: patterns.evm,
} as const;
const tron = {
  name: { bigone: 'Tron', bitunix: 'Tron (TRC-20)', btse: 'Tron' },
  chain: 'TRX',
  memo: 'none',
  addressPattern: patterns.tron,
} as const;
const ripple = {
  name: { bigone: 'Ripple', bitunix: 'XRP', btse: 'Ripple' },
  chain: 'XRP',
  memo: 'required',
  addressPattern: patterns.ripple,
} as const;
const eos = {
  name: { bigone: 'EOS', bitunix: 'EOS', btse: 'EOS' },
  chain: 'EOS',
  memo: 'optional',
  addressPattern: patterns.eos,
} as const;

/** What can be withdrawn, over which networks, at what price. Plausible figures, not quotations. */
export const catalog: readonly CatalogAsset[] = [
  {
    symbol: 'BTC',
    uuid: '0df9c3c3-255a-46d7-ab82-dedae169fba9',
    scale: 8,
    networks: [{ ...bitcoin, fee: '0.0003', minimum: '0.001', maximum: '50', scale: 8 }],
  },
  {
    symbol: 'ETH',
    uuid: '4d8d5c6a-6f0e-4f0a-9c57-1a1d2f6b9b1e',
    scale: 18,
    networks: [{ ...ethereum, fee: '0.002', minimum: '0.01', maximum: '500', scale: 8 }],
  },
  {
    symbol: 'USDT',
    uuid: '17082d1c-0195-4fb6-8779-2cdbcb9eeb3c',
    scale: 6,
    networks: [
      { ...tron, fee: '1', minimum: '5', maximum: '1000000', scale: 6 },
      { ...ethereum, fee: '4', minimum: '20', maximum: '1000000', scale: 6 },
      { ...bsc, fee: '0.3', minimum: '5', maximum: '1000000', scale: 6 },
    ],
  },
  {
    symbol: 'USDC',
    uuid: '3b9a1f0e-7f6c-4a53-8d0b-5f1f2a3c4d5e',
    scale: 6,
    networks: [{ ...ethereum, fee: '4', minimum: '20', maximum: '1000000', scale: 6 }],
  },
  {
    symbol: 'XRP',
    uuid: '9f2c6d18-3c1b-4f5e-9d0d-6a7b8c9d0e1f',
    scale: 6,
    networks: [{ ...ripple, fee: '0.1', minimum: '20', maximum: '500000', scale: 6 }],
  },
  {
    symbol: 'TRX',
    uuid: 'c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e5f',
    scale: 6,
    networks: [{ ...tron, fee: '1', minimum: '10', maximum: '5000000', scale: 6 }],
  },
  {
    symbol: 'EOS',
    uuid: '8e7d6c5b-4a39-4827-9615-04f3e2d1c0b9',
    scale: 4,
    networks: [{ ...eos, fee: '0.1', minimum: '1', maximum: '500000', scale: 4 }],
  },
];

export function findAsset(symbol: string): CatalogAsset | undefined {
  return catalog.find((asset) => asset.symbol === symbol);
}

/** The network by the exchange's own name for it; a missing name means the asset's first network. */
export function findNetwork(
  exchange: ExchangeName,
  asset: CatalogAsset,
  name: string | null,
): CatalogNetwork | undefined {
  return name === null ? asset.networks[0] : asset.networks.find((network) => network.name[exchange] === name);
}
