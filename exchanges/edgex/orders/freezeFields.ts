import { clockMarginMs } from '../../../domain/clockMargin.ts';
import type { WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import type { ReadContext } from '../../exchange.ts';
import type { Catalog, CatalogChain, CatalogReader } from '../catalog.ts';
import type { EdgexCore } from '../core.ts';
import { quantizeAmount } from '../quantizeAmount.ts';
import { expireTimeFrom } from './expiry.ts';

/** Fixed before the first send, for every kind; all text. */
export type FrozenFields = {
  readonly coinId: string;
  readonly starkExAssetId: string;
  readonly resolution: string;
  readonly expireTime: string;
  /** No record of ours can be older (exchange's clock, Unix milliseconds): where a look-up through orders begins. */
  readonly createdNotBefore: string;
};

const endpoint = 'GET /api/v1/public/meta/getMetaData';

/**
 * Reads the metadata and fixes what is signed; expects the asset to be the collateral coin. Throws
 * ExchangeError naming what is wrong; sends nothing.
 */
export async function freezeFields(
  core: EdgexCore,
  reader: CatalogReader,
  request: WithdrawalRequest,
  context: ReadContext,
): Promise<{ readonly frozen: FrozenFields; readonly catalog: Catalog }> {
  const catalog = await reader.read(context);
  const { collateral } = catalog;
  if (catalog.underMaintenance) throw refusal(core, 'assetSuspended', 'the exchange is under maintenance');
  if (request.asset !== collateral.name)
    throw refusal(core, 'parameterRefused', `asset: expected the collateral coin ${collateral.name}`);
  checkUnits(core, request.amount, collateral.resolution);
  const nowMs = core.nowMs();
  return {
    catalog,
    frozen: {
      coinId: collateral.coinId,
      starkExAssetId: collateral.assetId,
      resolution: collateral.resolution.toString(),
      expireTime: expireTimeFrom(nowMs),
      // The backend repeats `requestedAt` unchanged, so that a later run looks as far back as the first one sent.
      createdNotBefore: String(Math.min(Date.parse(request.requestedAt), nowMs) - clockMarginMs),
    },
  };
}

/** Throws ExchangeError unless the amount is a whole number of L2 units: it is refused, never rounded. */
export function checkUnits(core: EdgexCore, amount: string, resolution: bigint): bigint {
  const units = quantizeAmount(amount, resolution);
  if (units === null) throw refusal(core, 'amountRefused', `amount: expected a multiple of 1/${resolution}`);
  return units;
}

/** The one chain of this name. Throws ExchangeError where there is none, or more than one. */
export function chainNamed(core: EdgexCore, catalog: Catalog, name: string): CatalogChain {
  const [chain, ...others] = catalog.chains.filter((one) => one.name === name);
  if (chain !== undefined && others.length === 0) return chain;
  const names = catalog.chains.map((one) => one.name).join(', ');
  throw refusal(core, 'parameterRefused', `network: expected one of ${names.slice(0, 200)}`);
}

/** The collateral coin's token on a chain. Throws ExchangeError where it is uncertain or cannot be withdrawn there. */
export function tokenOn(core: EdgexCore, catalog: Catalog, chain: CatalogChain): string {
  const [token, ...others] = chain.tokens.filter((one) => one.name === catalog.collateral.name);
  if (token === undefined || others.length > 0)
    throw refusal(core, 'parameterRefused', `network: ${chain.name} has no single token ${catalog.collateral.name}`);
  if (!token.enabled || !chain.enabled)
    throw refusal(core, 'assetSuspended', `withdrawals of ${token.name} over ${chain.name} are suspended`);
  return token.address;
}

/** The name that a request must give for the chain under the L2; null where neither option nor metadata says it. */
export function l1NetworkOf(core: EdgexCore, catalog: Catalog): string | null {
  return core.options.l1Network ?? catalog.l1?.name ?? null;
}

/** Throws ExchangeError unless the request goes over the chain under the L2. */
export function checkL1Network(core: EdgexCore, catalog: Catalog, request: WithdrawalRequest): void {
  const name = l1NetworkOf(core, catalog);
  if (name === null)
    throw refusal(core, 'parameterRefused', 'the metadata does not name the L1 network: set the option l1Network');
  if (request.network !== name) throw refusal(core, 'parameterRefused', `network: expected ${name}`);
}

export function refusal(
  core: EdgexCore,
  reason: 'parameterRefused' | 'amountRefused' | 'assetSuspended',
  note: string,
): ExchangeError {
  return new ExchangeError({ reason, adapter: core.adapter, endpoint, note: `nothing was sent; ${note}` });
}
