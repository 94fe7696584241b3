import { z } from 'zod';

import { decimalText, digits, optionalCode } from '../../http/json.ts';
import * as shared from '../sharedWire.ts';

/** POST createNormalWithdraw. The document lets the address be empty; we never do. */
export const createNormalWithdrawInput = z.strictObject({
  accountId: shared.idText,
  coinId: shared.idText,
  amount: shared.amount,
  ethAddress: shared.ethAddress,
  clientWithdrawId: shared.clientIdText,
  expireTime: shared.expireTime,
  l2Signature: shared.signatureText,
});

export const normalWithdrawId = z.object({ withdrawId: digits }).transform(({ withdrawId }) => withdrawId);

export const byIdInput = z.strictObject({ normalWithdrawIdList: shared.idList });
export const withdrawableInput = z.strictObject({ address: shared.ethAddress });
export const withdrawableData = z.object({ amount: decimalText });

/** "Normal Withdrawal Response Data"; its sample shows no real values (MAPPING §3). */
export const normalWithdrawRow = z
  .object({
    ...shared.rowFields,
    clientWithdrawId: z.string().min(1).max(128),
    tradeWithdrawId: optionalCode,
    l1ConfirmedTx: shared.optionalTx,
  })
  .transform(({ clientWithdrawId, ...row }) => ({ ...row, clientId: clientWithdrawId }));
export type NormalWithdrawRow = z.output<typeof normalWithdrawRow>;
