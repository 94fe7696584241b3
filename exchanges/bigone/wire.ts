import { z } from 'zod';

import { amountProblem } from '../../domain/amount.ts';
import type { Envelope } from '../http/classifyHttp.ts';
import {
  codeText,
  decimalText,
  digits,
  optionalCode,
  optionalDecimal,
  optionalText,
  readJson,
  smallInteger,
} from '../http/json.ts';

const amount = z.string().refine((text) => amountProblem(text) === null);
const guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);

/** POST /viewer/withdrawals. The document makes guid optional; we never go without. */
export const createWithdrawalInput = z.strictObject({
  symbol: z.string().min(1).max(40),
  target_address: z.string().min(1).max(200),
  amount,
  memo: z.string().min(1).max(200).optional(),
  guid,
  gateway_name: z.string().min(1).max(80),
});

/** A guid, or the numeric id that public clients put in its place (MAPPING §7). */
export const withdrawalPathInput = z.union([guid, z.string().regex(/^\d{1,40}$/)]);

export const listWithdrawalsInput = z.strictObject({
  page_token: z.string().min(1).max(2_000).optional(),
  limit: z.int().min(1).max(200).optional(),
  kind: z.enum(['on_chain', 'off_chain', 'internal']).optional(),
  asset_symbol: z.string().min(1).max(40).optional(),
});

const wallet = z.enum(['SPOT', 'FUND', 'CONTRACT']);

export const transferInput = z.strictObject({
  symbol: z.string().min(1).max(40),
  amount,
  from: wallet,
  to: wallet,
  guid,
  type: z.string().min(1).max(40).optional(),
  sub_account: z.string().min(1).max(80).optional(),
});

/** A withdrawal, after both the attribute table and the samples (MAPPING §3). Other fields are ignored. */
export const withdrawalRow = z.object({
  id: digits,
  customer_id: optionalCode,
  asset_uuid: optionalText,
  asset_symbol: z.string().min(1),
  amount: decimalText,
  fee: optionalDecimal,
  state: z.string().min(1).max(64),
  kind: optionalText,
  is_internal: z.boolean().nullish(),
  target_address: optionalText,
  memo: optionalText,
  gateway_name: optionalText,
  recipient_id: optionalCode,
  note: optionalText,
  txid: optionalText,
  inserted_at: optionalText,
  updated_at: optionalText,
  completed_at: optionalText,
});
export type WithdrawalRow = z.output<typeof withdrawalRow>;

/** Rows are read one by one afterwards. */
export const withdrawalPage = z.array(z.unknown());

export const balanceRow = z.object({
  asset_symbol: z.string().min(1),
  balance: decimalText,
  locked_balance: decimalText,
});
export const balanceRows = z.array(balanceRow);

export const nothing = z.null().optional();

/**
 * A Unix time in nanoseconds (as documented), micro- or milliseconds, told apart by the number of digits. Gives
 * milliseconds.
 */
const unixTime = digits
  .refine((text) => /^\d{13}(?:\d{3}){0,2}$/.test(text), 'expected a Unix time')
  .transform((text) => Number(text.slice(0, 13)));

/** Samples disagree on the capital letter. */
export const pingData = z
  .object({ timestamp: unixTime.optional(), Timestamp: unixTime.optional() })
  .transform(({ timestamp, Timestamp }) => timestamp ?? Timestamp ?? null);

export const gatewayRow = z.object({
  gateway_name: z.string().min(1),
  is_withdrawal_enabled: z.boolean(),
  min_withdrawal_amount: optionalDecimal,
  withdrawal_fee: optionalDecimal,
  is_memo_required: z.boolean().nullish(),
  withdrawal_scale: smallInteger.nullish(),
});
export const assetRow = z.object({
  symbol: z.string().min(1),
  is_fiat: z.boolean().nullish(),
  binding_gateways: z.array(z.unknown()).nullish(),
});
export const assetRows = z.array(z.unknown());
export type GatewayRow = z.output<typeof gatewayRow>;

const envelope = z.object({
  code: codeText.nullish(),
  message: z.string().nullish(),
  data: z.unknown().optional(),
  page_token: optionalText,
});

/** `{code, message, data}`; code is 0, "0", or missing where there is data (MAPPING §3). Null for anything else. */
export function readBigoneEnvelope(body: string): Envelope | null {
  const parsed = envelope.safeParse(readJson(body));
  if (!parsed.success) return null;
  const { code, message, data, page_token } = parsed.data;
  const isBare = (code === undefined || code === null) && data !== undefined && data !== null;
  if (!isBare && (code === undefined || code === null)) return null;
  return { code: code ?? '0', succeeded: isBare || code === '0', message: message ?? '', data, pageToken: page_token };
}
