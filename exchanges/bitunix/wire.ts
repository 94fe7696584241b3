import { z } from 'zod';

import { amountProblem } from '../../domain/amount.ts';
import type { Envelope } from '../http/classifyHttp.ts';
import {
  asJsonNumber,
  codeText,
  decimalText,
  digits,
  epochMs,
  optionalCode,
  optionalDecimal,
  optionalText,
  readJson,
  smallInteger,
} from '../http/json.ts';

/** Text in, a JSON number with the same digits out: the document shows amounts without quotes. */
const amount = z
  .string()
  .refine((text) => amountProblem(text) === null)
  .transform(asJsonNumber);
const coin = z.string().min(1).max(40);
const idText = z.string().regex(/^\d{1,40}$/);

export const withdrawInput = z.strictObject({
  coin,
  network: z.string().min(1).max(80),
  address: z.string().min(1).max(200),
  amount,
  memo: z.string().min(1).max(200).optional(),
});
export const cancelWithdrawInput = z.strictObject({ withdrawId: idText });

/** `toUid` is an int64 without quotes in the document. */
export const insideTransferInput = z.discriminatedUnion('toType', [
  z.strictObject({
    coin,
    amount,
    toType: z.literal('uid'),
    toUid: idText.transform(asJsonNumber),
    outBizId: z.string().min(1).max(32).optional(),
    remark: z.string().max(200).optional(),
  }),
  z.strictObject({
    coin,
    amount,
    toType: z.literal('phone'),
    toPhoneCountryCode: z.string().min(1).max(8),
    toPhoneNumber: z.string().min(1).max(32),
    outBizId: z.string().min(1).max(32).optional(),
    remark: z.string().max(200).optional(),
  }),
  z.strictObject({
    coin,
    amount,
    toType: z.literal('email'),
    toEmail: z.string().min(3).max(200),
    outBizId: z.string().min(1).max(32).optional(),
    remark: z.string().max(200).optional(),
  }),
]);
export type InsideTransferRecipient =
  | { readonly toType: 'uid'; readonly toUid: string }
  | { readonly toType: 'phone'; readonly toPhoneCountryCode: string; readonly toPhoneNumber: string }
  | { readonly toType: 'email'; readonly toEmail: string };
/** What rows call an internal transfer: two tables of the document spell it differently. */
export const transferTypes: readonly string[] = ['inside_transfer', 'inside_transfer_out'];
export const cancelInsideTransferInput = z.strictObject({ insideTransferId: idText });

export const historyInput = z.strictObject({
  id: idText.optional(),
  coin: coin.optional(),
  transactionHash: z.string().min(1).max(200).optional(),
  /** The request table says `inside_transfer`, rows and newer pages say `inside_transfer_out`. */
  type: z.enum(['withdraw', 'inside_transfer', 'inside_transfer_out']).optional(),
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const fundsTransferInput = z.strictObject({ type: z.enum(['spot_futures', 'futures_spot']), coin, amount });

/** The sample shows a bare id, the table an object that holds it under `field`. */
export const idData = (field: string) =>
  z.union([digits, z.object({ [field]: digits }).transform((data) => data[field] as string)]);

/** The table says an object with the id, the sample null; neither is needed. */
export const cancelData = z.unknown();

const historyFields = z.object({
  id: digits,
  type: z.string().min(1).max(64),
  coin,
  network: optionalText,
  amount: decimalText,
  feeCoin: optionalText,
  fee: optionalDecimal,
  address: optionalText,
  toAddress: optionalText,
  memo: optionalText,
  transactionHash: optionalText,
  toType: optionalText,
  toUid: optionalCode,
  toPhoneCountryCode: optionalCode,
  toPhoneNumber: optionalCode,
  toEmail: optionalText,
  status: z.string().min(1).max(64),
  ctime: epochMs,
});

/**
 * A row; its address is called `toAddress` in the table and `address` in the sample. Two different ones make
 * it unreadable.
 */
export const historyRow = historyFields
  .refine((row) => row.address === null || row.toAddress === null || row.address === row.toAddress)
  .transform(({ address, toAddress, ...row }) => ({ ...row, address: address ?? toAddress }));
export type HistoryRow = z.output<typeof historyRow>;

/**
 * An array in the sample, an object in the table: then the one row, or the rows under `list`. Null is not an
 * empty page (MAPPING §8).
 */
export const historyPage = z.union([
  z.array(z.unknown()),
  z.object({ list: z.array(z.unknown()) }).transform((data) => data.list),
  z.looseObject({ id: digits }).transform((row) => [row]),
]);

export const balanceRows = z.array(z.object({ coin, balance: decimalText, balanceLocked: decimalText }));
export const userInfo = z.object({ uid: codeText });

const flag = z.union([z.boolean(), codeText.transform((text) => text === '1' || text === 'true')]);

export const networkRow = z.object({
  network: z.string().min(1),
  chain: optionalText,
  contractPrecision: smallInteger.nullish(),
  requireMemo: codeText.nullish(),
  addressRegular: optionalText,
  isOpen: flag.nullish(),
  withdrawOpen: flag.nullish(),
  withdrawMin: optionalDecimal,
  withdrawMax: optionalDecimal,
});
export type NetworkRow = z.output<typeof networkRow>;

export const coinRow = z.object({
  name: coin,
  withdrawOpen: flag.nullish(),
  withdrawMin: optionalDecimal,
  withdrawMax: optionalDecimal,
  networks: z.array(z.unknown()).nullish(),
});
export type CoinRow = z.output<typeof coinRow>;
export const coinRows = z.array(z.unknown());

const envelope = z.object({
  code: codeText,
  msg: z.string().nullish(),
  data: z.unknown().optional(),
  success: z.boolean().nullish(),
});

/**
 * `{code, msg, data, success}`, code as text or number. Null when it is not that, or when code 0 contradicts
 * `success`.
 */
export function readBitunixEnvelope(body: string): Envelope | null {
  const parsed = envelope.safeParse(readJson(body));
  if (!parsed.success) return null;
  const { code, msg, data, success } = parsed.data;
  const succeeded = code === '0';
  if (typeof success === 'boolean' && success !== succeeded) return null;
  return { code, succeeded, message: msg ?? '', data };
}
