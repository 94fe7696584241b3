import { z } from 'zod';

export type BigoneCredentials = { readonly apiKey: string; readonly apiSecret: string };

export type BigoneOptions = {
  /** Believe that a repeated guid never pays twice. No document says so (MAPPING §7), hence false by default. */
  readonly trustGuid: boolean;
  /** How far the server lets a token's time be from its own clock. */
  readonly recvWindowSeconds: number;
  /** Where the public list of assets is read; null: beside the API, or the web host when the API is BigONE's own. */
  readonly assetsBaseUrl: string | null;
};

export const bigoneBaseUrl = 'https://api.big.one/api/v3';
export const bigoneWebBaseUrl = 'https://big.one/api/v3';

export const bigoneCredentials: z.ZodType<BigoneCredentials> = z.strictObject({
  apiKey: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/),
  apiSecret: z
    .string()
    .min(1)
    .max(400)
    .regex(/^[\x21-\x7e]+$/),
});

export const bigoneOptions: z.ZodType<BigoneOptions> = z.strictObject({
  trustGuid: z.boolean().default(false),
  recvWindowSeconds: z.int().min(1).max(60).default(30),
  assetsBaseUrl: z.url().nullable().default(null),
});
