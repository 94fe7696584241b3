import { z } from 'zod';

import { decimalText, digits } from '../../http/json.ts';
import * as shared from '../sharedWire.ts';

/** POST createWithdraw. */
export const createWithdrawInput = z.strictObject({
  accountId: shared.idText,
  coinId: shared.idText,
  amount: shared.amount,
  ethAddress: shared.ethAddress,
  erc20Address: shared.ethAddress,
  clientWithdrawId: shared.clientIdText,
  /** "128 characters fixed length", as the L2 signature. */
  riskSignature: z.string().regex(/^[0-9a-fA-F]{128}$/),
  l2Nonce: shared.idText,
  l2ExpireTime: shared.expireTime,
  l2Signature: shared.signatureText,
  extraType: z.string().max(64),
  extraDataJson: z.string().max(4_000),
});

export const withdrawId = z.object({ withdrawId: digits }).transform((data) => data.withdrawId);

export const byIdInput = z.strictObject({ withdrawIdList: shared.idList });
export const byClientIdInput = z.strictObject({ clientWithdrawIdList: shared.clientIdList });

export const activeInput = z
  .strictObject({
    size: z
      .string()
      .regex(/^(?:[1-9]\d?|100)$/)
      .optional(),
    offsetData: z.string().min(1).max(2_000).optional(),
    filterCoinIdList: shared.idList.optional(),
    filterStatusList: z
      .array(z.string().regex(/^[A-Z0-9_]{1,64}$/))
      .min(1)
      .max(20)
      .transform((words) => words.join(','))
      .optional(),
    /** Unix milliseconds. */
    filterStartCreatedTimeInclusive: z
      .string()
      .regex(/^\d{13}$/)
      .optional(),
    filterEndCreatedTimeExclusive: z
      .string()
      .regex(/^\d{13}$/)
      .optional(),
  })
  .transform((fields) => shared.withoutUndefined(fields));

export const availableInput = z.strictObject({ coinId: shared.idText });
export const availableData = z.object({ availableAmount: decimalText });

/** "WithdrawModel". */
export const withdrawRow = z
  .object({ ...shared.rowFields, clientWithdrawId: z.string().min(1).max(128) })
  .transform(({ clientWithdrawId, ...row }) => ({ ...row, clientId: clientWithdrawId }));
export type WithdrawRow = z.output<typeof withdrawRow>;
