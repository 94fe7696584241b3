import { z } from 'zod';

import { amountProblem } from '../../domain/amount.ts';
import { codeText, decimalText, digits, optionalCode, optionalDecimal, optionalText } from '../http/json.ts';

/** What all three adapters send and read. Every number is sent as text, so that its formatting is certain. */
export const amount = z.string().refine((text) => amountProblem(text) === null);
export const idText = z.string().regex(/^\d{1,40}$/);
export const clientIdText = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);
export const ethAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const hexText = z.string().regex(/^0x[0-9a-fA-F]{1,64}$/);
export const signatureText = z.string().regex(/^[0-9a-f]{128}$/);
/** Unix milliseconds on a whole hour. */
export const expireTime = z
  .string()
  .regex(/^\d{13}$/)
  .refine((text) => BigInt(text) % 3_600_000n === 0n);

/** Ids of one batch, at most 100 as the size of a page. */
export const idList = z
  .array(idText)
  .min(1)
  .max(100)
  .transform((ids) => ids.join(','));
export const clientIdList = z
  .array(clientIdText)
  .min(1)
  .max(100)
  .transform((ids) => ids.join(','));

/** Unix milliseconds; absent, empty and 0 all mean that it has not happened. */
export const optionalTime = codeText
  .nullish()
  .transform((text) => (text !== undefined && text !== null && /^\d{12,15}$/.test(text) ? Number(text) : null));
export const optionalTx = z
  .object({ hash: optionalText })
  .nullish()
  .transform((tx) => tx?.hash ?? null);

/** What a row of every kind shows; each kind adds its own. Signatures and other fields are not looked at. */
export const rowFields = {
  id: digits,
  accountId: digits,
  coinId: digits,
  amount: decimalText,
  ethAddress: z.string().regex(/^0[xX][0-9a-fA-F]{40}$/),
  status: z.string().min(1).max(64),
  createdTime: optionalTime,
};
export const rows = z.array(z.unknown());

export type EdgexRow = {
  readonly id: string;
  readonly accountId: string;
  readonly coinId: string;
  readonly amount: string;
  readonly ethAddress: string;
  /** Our id, whatever this kind calls it. */
  readonly clientId: string;
  readonly status: string;
  readonly createdTime: number | null;
};

export const ordersPageInput = z
  .strictObject({
    startTime: z
      .string()
      .regex(/^\d{10}$/)
      .optional(),
    endTime: z
      .string()
      .regex(/^\d{10}$/)
      .optional(),
    chainId: idText.optional(),
    typeList: z.string().min(1).max(400).optional(),
    size: z
      .string()
      .regex(/^(?:[1-9]\d?|100)$/)
      .optional(),
    offsetData: z.string().min(1).max(2_000).optional(),
  })
  .transform((fields) => withoutUndefined(fields));

export const page = z.object({ dataList: z.array(z.unknown()), nextPageOffsetData: optionalText });
export const ordersPage = page;

/** A row of the orders page; its status is a number without a published meaning, so it is not read. */
export const orderRow = z.object({ orderId: digits, type: z.string().min(1).max(64), time: digits });

export const serverTimeData = z
  .object({ timeMillis: digits.refine((text) => /^\d{13}$/.test(text)) })
  .transform(({ timeMillis }) => Number(timeMillis));

export const coinRow = z.object({
  coinId: digits,
  coinName: z.string().min(1).max(40),
  starkExAssetId: optionalText,
  starkExResolution: optionalText,
});
export const chainRow = z.object({
  chain: z.string().min(1).max(80),
  chainId: digits,
  allowWithdraw: z.boolean().nullish(),
  tokenList: z.array(z.unknown()).nullish(),
});
export const tokenRow = z.object({
  token: z.string().min(1).max(40),
  tokenAddress: ethAddress,
  pullOff: z.boolean().nullish(),
  withdrawEnable: z.boolean().nullish(),
});

/** Rows of lists are read one by one afterwards. */
export const metaData = z.object({
  global: z.object({ starkExChainId: optionalText, starkExCollateralCoin: coinRow, maintenanceReason: optionalText }),
  coinList: z.array(z.unknown()),
  multiChain: z
    .object({
      coinId: optionalCode,
      minWithdraw: optionalDecimal,
      maxWithdraw: optionalDecimal,
      chainList: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

export function withoutUndefined(
  fields: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
