import { z } from 'zod';

import { compareAmounts, subtractAmounts } from '../../../domain/amount.ts';
import type { WithdrawalRequest } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import type { ReadContext } from '../../exchange.ts';
import type { CatalogReader } from '../catalog.ts';
import { chainNamed, checkUnits, freezeFields, tokenOn } from '../orders/freezeFields.ts';
import { frozenFields } from '../orders/submitOrder.ts';
import * as shared from '../sharedWire.ts';
import type { CrossWithdrawClient } from './client.ts';
import { crossWithdrawAdapter, signInfoEndpoint } from './client.ts';
import type { SignInfo } from './wire.ts';

/** What a cross withdrawal signs and sends besides the request's own fields. */
export const crossWithdrawFrozen = z.object({
  ...frozenFields,
  chainId: shared.idText,
  erc20Address: shared.ethAddress,
  lpAccountId: shared.idText,
  crossWithdrawL2Key: shared.hexText,
  fee: z.string(),
  /** What is signed: the request's amount less the fee. */
  netAmount: shared.amount,
});
export type CrossWithdrawFrozen = z.output<typeof crossWithdrawFrozen>;

/**
 * Fetches the sign info, checks it and fixes it: a later fee or provider would be another signature, and
 * another payment. Throws ExchangeError naming what is wrong; sends nothing.
 */
export async function freezeCrossWithdraw(
  client: CrossWithdrawClient,
  reader: CatalogReader,
  maxFee: string,
  request: WithdrawalRequest,
  context: ReadContext,
): Promise<CrossWithdrawFrozen> {
  const { core } = client;
  const { frozen, catalog } = await freezeFields(core, reader, request, context);
  const chain = chainNamed(core, catalog, request.network);
  const erc20Address = tokenOn(core, catalog, chain);
  const { data } = await client.getCrossWithdrawSignInfo(
    { chainId: chain.chainId, amount: request.amount, tokenAddress: erc20Address },
    context,
  );
  checkSignInfo(data, request.amount, maxFee);
  const netAmount = subtractAmounts(request.amount, data.fee);
  checkUnits(core, netAmount, BigInt(frozen.resolution));
  return {
    ...frozen,
    chainId: chain.chainId,
    erc20Address,
    lpAccountId: data.lpAccountId,
    crossWithdrawL2Key: data.crossWithdrawL2Key,
    fee: data.fee,
    netAmount,
  };
}

function checkSignInfo(info: SignInfo, amount: string, maxFee: string): void {
  if (compareAmounts(amount, info.crossWithdrawMaxAmount) > 0)
    throw refused(`amount: expected at most ${info.crossWithdrawMaxAmount}, which is what the provider pays out now`);
  if (compareAmounts(info.fee, maxFee) > 0)
    throw refused(`the fee now is ${info.fee}, more than the option maxFee of ${maxFee}`);
  if (compareAmounts(amount, info.fee) <= 0) throw refused(`amount: expected more than the fee of ${info.fee}`);
}

function refused(note: string): ExchangeError {
  return new ExchangeError({
    reason: 'amountRefused',
    adapter: crossWithdrawAdapter,
    endpoint: signInfoEndpoint,
    note: `nothing was sent; ${note}`,
  });
}
