import { z } from 'zod';

import { decimalText, digits, optionalCode, optionalDecimal } from '../../http/json.ts';
import * as shared from '../sharedWire.ts';

const feeText = z.string().regex(/^(?:0|[1-9]\d{0,39})(?:\.\d{1,18})?$/);

/**
 * POST createCrossWithdraw, without the three fields of MPC wallets. The document lets the address be empty;
 * we never do.
 */
export const createCrossWithdrawInput = z.strictObject({
  accountId: shared.idText,
  coinId: shared.idText,
  amount: shared.amount,
  ethAddress: shared.ethAddress,
  erc20Address: shared.ethAddress,
  lpAccountId: shared.idText,
  clientCrossWithdrawId: shared.clientIdText,
  expireTime: shared.expireTime,
  l2Signature: shared.signatureText,
  fee: feeText,
  chainId: shared.idText,
});

/** No sample shows it: from the table "Create Cross-chain Withdrawal Response Data". */
export const crossWithdrawId = z.object({ crossWithdrawId: digits }).transform((data) => data.crossWithdrawId);

/** `tokenAddress` is not in the document; the vendor's web code sends it. */
export const signInfoInput = z
  .strictObject({ chainId: shared.idText, amount: shared.amount, tokenAddress: shared.ethAddress.optional() })
  .transform((fields) => shared.withoutUndefined(fields));
export const signInfoData = z.object({
  lpAccountId: digits,
  crossWithdrawL2Key: shared.hexText,
  crossWithdrawMaxAmount: decimalText,
  fee: decimalText,
});
export type SignInfo = z.output<typeof signInfoData>;

export const byIdInput = z.strictObject({ crossWithdrawIdList: shared.idList });

/** "List Cross Withdraw Response Data"; its sample shows no real values (MAPPING §3). */
export const crossWithdrawRow = z
  .object({
    ...shared.rowFields,
    clientCrossWithdrawId: z.string().min(1).max(128),
    chainId: optionalCode,
    lpAccountId: optionalCode,
    fee: optionalDecimal,
    transferOutId: optionalCode,
    l1ConfirmedTx: shared.optionalTx,
    l1CompletedTx: shared.optionalTx,
  })
  .transform(({ clientCrossWithdrawId, ...row }) => ({ ...row, clientId: clientCrossWithdrawId }));
export type CrossWithdrawRow = z.output<typeof crossWithdrawRow>;
