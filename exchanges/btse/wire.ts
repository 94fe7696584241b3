import { z } from 'zod';

import { amountProblem, decimalsOf } from '../../domain/amount.ts';
import { decimalText, epochMs, optionalText, smallInteger } from '../http/json.ts';

const name = z.string().min(1).max(80);
const coin = z.string().min(1).max(40);
const address = z.string().min(1).max(200);
/** Amounts go out in quotes, as the document shows them. */
const amount = z.string().refine((text) => amountProblem(text) === null);
/** "Max decimal supported is 8 for all currencies." */
export const maximumDecimals = 8;

export const withdrawInput = z.strictObject({
  /** `<coin>-<network>`. */
  currency: z
    .string()
    .min(3)
    .max(120)
    .regex(/^[^-]+-.+$/),
  address,
  /** The table requires it, so it is empty where there is no memo. */
  tag: z.string().max(200),
  amount: amount.refine((text) => decimalsOf(text) <= maximumDecimals),
  includeWithdrawFee: z.boolean(),
});
export const historyInput = z.strictObject({
  currency: coin.optional(),
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  count: z.int().min(1).optional(),
  useNewSymbolNaming: z.boolean().optional(),
});
export const addressInput = z.strictObject({ currency: coin, network: name });
export const deleteAddressInput = z.strictObject({ currency: coin, network: name, address });
export const convertInput = z.strictObject({ amount, fromAsset: coin, toAsset: coin });
export const transferInput = z.strictObject({
  amount,
  asset: coin,
  toUser: name,
  toUserMail: z.string().min(3).max(200),
  useNewSymbolNaming: z.boolean().optional(),
});
/** Page and size are text in the table. */
export const subaccountHistoryInput = z.strictObject({
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  page: z.string().regex(/^[1-9]\d{0,5}$/),
  pageSize: z.string().regex(/^(?:[1-9]|[1-4]\d|50)$/),
});
export const actionInput = z.strictObject({ action: z.enum(['CONVERT', 'WITHDRAW', 'SEND']) });
export const currencyInput = z.strictObject({ currency: coin });
export const cryptoInput = z.strictObject({ crypto: coin });
export const oldRateInput = z.strictObject({ srcCurrency: coin, targetCurrency: coin });
export const rateInput = z.strictObject({ baseCurrency: coin, amount, quoteCurrency: coin });

/** An order id in quotes, or a JSON number of any length: every digit kept. */
const orderId = z.union([
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x21-\x7e]+$/),
  decimalText.refine((text) => /^\d+$/.test(text), 'expected a whole number'),
]);

const withdrawId = z
  .object({ withdraw_id: orderId.nullish(), withdrawId: orderId.nullish() })
  .transform((data) => [data.withdraw_id, data.withdrawId].filter((id) => id !== undefined && id !== null))
  .refine((ids) => new Set(ids).size === 1, 'expected one id')
  .transform((ids) => ids[0] as string);

/** `withdraw_id` in the document, `withdrawId` in newer pages, an array of one around it in places. */
export const withdrawData = z.union([withdrawId, z.tuple([withdrawId]).transform(([id]) => id)]);

const historyFields = z.object({
  orderId,
  type: z.string().min(1).max(64),
  currency: coin,
  amount: decimalText,
  fees: decimalText.nullish().transform((fee) => fee ?? null),
  status: z.string().min(1).max(64),
  timestamp: epochMs,
  username: optionalText,
  wallet: optionalText,
  description: optionalText,
  txid: optionalText,
  txId: optionalText,
  currencyNetwork: optionalText,
  toAddress: optionalText,
});

/**
 * A row of the wallet's history; only those of type `Withdraw` are withdrawals. Two different transaction ids
 * make it unreadable.
 */
export const historyRow = historyFields
  .refine((row) => row.txid === null || row.txId === null || row.txid === row.txId)
  .transform(({ txid, txId, ...row }) => ({ ...row, txid: txid ?? txId }));
export type HistoryRow = z.output<typeof historyRow>;
export const historyPage = z.array(z.unknown());
/** Single fields of a row, for rows that cannot be read as a whole. */
export const idField = z.object({ orderId }).transform((row) => row.orderId);
export const typeField = z.object({ type: z.string() }).transform((row) => row.type);
export const timeField = z.object({ timestamp: epochMs }).transform((row) => row.timestamp);

export const balanceRows = z.array(z.object({ currency: coin, total: decimalText, available: decimalText }));
export const addressRows = z.array(z.object({ address, created: epochMs }));
export const names = z.array(z.string());
export const conversion = z.object({
  amount: decimalText,
  settlementAmount: decimalText,
  amountCurrency: coin,
  settlementCurrency: coin,
  rate: decimalText,
});
export const transferEcho = z.object({ amount: decimalText, asset: coin, toUser: z.string(), toUserMail: z.string() });
export const subaccountPage = z.object({
  totalRows: smallInteger,
  pageSize: smallInteger,
  currentPage: smallInteger,
  totalPages: smallInteger,
  data: z.array(
    z.object({ timestamp: epochMs, fromUser: z.string(), receiver: z.string(), currency: coin, amount: decimalText }),
  ),
});
export const oldRate = decimalText;
export const rate = z.object({ rate: decimalText.nullish() });

/** A row of the network list. */
export const networkRow = z.object({
  network: name,
  name: optionalText,
  depositEnable: z.boolean().nullish(),
  withdrawEnable: z.boolean(),
  needAddressExtension: z.boolean(),
  addressExtensionTypeName: optionalText,
  withdrawAmtMin: decimalText,
  withdrawFeeMin: decimalText,
  withdrawFeeRate: decimalText,
  withdrawExtFees: decimalText,
  withdrawExtFeeRate: decimalText,
});
export type NetworkRow = z.output<typeof networkRow>;
export const networkRows = z.array(z.unknown());
