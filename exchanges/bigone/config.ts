import { z } from 'zod';

import { printableText } from '../printableText.ts';

export type BigoneCredentials = { readonly apiKey: string; readonly apiSecret: string };

export type BigoneOptions = {
  /** True: believe that a repeated guid never pays twice. No document says so (MAPPING §7). */
  readonly trustGuid: boolean;
  /** How far a token's time may be from the server's clock. */
  readonly recvWindowSeconds: number;
  /** Where the public list of assets is read; null: at `baseUrl`, or at BigONE's web host where that is its own API. */
  readonly assetsBaseUrl: string | null;
};

export const bigoneBaseUrl = 'https://api.big.one/api/v3';
export const bigoneWebBaseUrl = 'https://big.one/api/v3';

export const bigoneCredentials: z.ZodType<BigoneCredentials> = z.strictObject({
  apiKey: printableText(200),
  apiSecret: printableText(400),
});

export const bigoneOptions: z.ZodType<BigoneOptions> = z.strictObject({
  trustGuid: z.boolean().default(false),
  recvWindowSeconds: z.int().min(1).max(60).default(30),
  assetsBaseUrl: z.url().nullable().default(null),
});
