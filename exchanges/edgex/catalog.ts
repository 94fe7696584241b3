import type { z } from 'zod';

import { ExchangeError } from '../errors.ts';
import type { ReadContext } from '../exchange.ts';
import { sharedWalk } from '../reads/sharedWalk.ts';
import type { EdgexCore } from './core.ts';
import { decimalsOfResolution } from './quantizeAmount.ts';
import { chainRow, coinRow, hexText, tokenRow } from './sharedWire.ts';
import type { metaData } from './sharedWire.ts';

export type CatalogToken = { readonly name: string; readonly address: string; readonly enabled: boolean };

export type CatalogChain = {
  readonly name: string;
  readonly chainId: string;
  readonly enabled: boolean;
  readonly tokens: readonly CatalogToken[];
};

/** What withdrawals need of the exchange's metadata. */
export type Catalog = {
  /** The only coin that can be withdrawn. */
  readonly collateral: {
    readonly coinId: string;
    readonly name: string;
    readonly assetId: string;
    readonly resolution: bigint;
    readonly decimals: number | null;
  };
  readonly coinNames: ReadonlyMap<string, string>;
  readonly chains: readonly CatalogChain[];
  /** The chain under the L2; null where the metadata does not name it. */
  readonly l1: { readonly name: string; readonly chainId: string } | null;
  readonly underMaintenance: boolean;
  /** Of withdrawals to other chains; null where none is set. */
  readonly minimum: string | null;
  readonly maximum: string | null;
};

export type CatalogReader = {
  /** Always fresh: the request is sent after the call. */
  read(context: ReadContext): Promise<Catalog>;
  /** The last one read, if it is at most 10 minutes old: for names that do not change. */
  recent(context: ReadContext): Promise<Catalog>;
};

const recentMs = 10 * 60_000;

export function createCatalogReader(core: EdgexCore): CatalogReader {
  let last: { catalog: Catalog; atMs: number } | null = null;
  // A burst of requests shares its reads; each gets one that began after it asked. Each priority has its own
  // reads, so that nothing urgent waits for a poll.
  const shared = sharedWalk(core.adapter, async (_priority, _fromMs, context) => {
    const { data } = await core.getMetaData(context);
    const catalog = toCatalog(data, core);
    last = { catalog, atMs: core.nowMs() };
    return catalog;
  });
  const read = (context: ReadContext): Promise<Catalog> => shared(context.priority, 0, context);
  return {
    read,
    recent: async (context) =>
      last !== null && core.nowMs() - last.atMs < recentMs ? last.catalog : await read(context),
  };
}

/** Throws ExchangeError where a field that is signed is not certain. */
function toCatalog(data: z.output<typeof metaData>, core: EdgexCore): Catalog {
  const unsure = (what: string) =>
    new ExchangeError({
      reason: 'unreadableAnswer',
      adapter: core.adapter,
      endpoint: 'GET /api/v1/public/meta/getMetaData',
      note: `no certain ${what} of the collateral coin`,
    });
  const { starkExCollateralCoin: coin, starkExChainId, maintenanceReason } = data.global;
  const assetId = hexText.safeParse(coin.starkExAssetId);
  const resolution = hexText.safeParse(coin.starkExResolution);
  if (!assetId.success) throw unsure('StarkEx asset');
  if (!resolution.success || BigInt(resolution.data) === 0n) throw unsure('resolution');
  const coins = [coin, ...data.coinList.flatMap((raw) => coinRow.safeParse(raw).data ?? [])];
  const chains = (data.multiChain?.chainList ?? []).flatMap(toChain);
  const l1Id = hexText.safeParse(starkExChainId).success ? BigInt(starkExChainId ?? '').toString() : starkExChainId;
  const l1 = chains.find((chain) => chain.chainId === l1Id);
  const units = BigInt(resolution.data);
  return {
    collateral: {
      coinId: coin.coinId,
      name: coin.coinName,
      assetId: assetId.data,
      resolution: units,
      decimals: decimalsOfResolution(units),
    },
    coinNames: new Map(coins.map(({ coinId, coinName }) => [coinId, coinName])),
    chains,
    l1: l1 ?? null,
    underMaintenance: maintenanceReason !== null,
    minimum: limitOf(data.multiChain?.minWithdraw),
    maximum: limitOf(data.multiChain?.maxWithdraw),
  };
}

function toChain(raw: unknown): CatalogChain[] {
  const chain = chainRow.safeParse(raw);
  if (!chain.success) return [];
  const tokens = (chain.data.tokenList ?? []).flatMap(toToken);
  return [{ name: chain.data.chain, chainId: chain.data.chainId, enabled: chain.data.allowWithdraw !== false, tokens }];
}

function toToken(raw: unknown): CatalogToken[] {
  const parsed = tokenRow.safeParse(raw);
  if (!parsed.success) return [];
  const { token, tokenAddress, withdrawEnable, pullOff } = parsed.data;
  return [{ name: token, address: tokenAddress, enabled: withdrawEnable !== false && pullOff !== true }];
}

/** 0 is how the metadata says that there is no limit. */
function limitOf(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '0' ? null : text;
}
