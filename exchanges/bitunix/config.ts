import { z } from 'zod';

export type BitunixCredentials = { readonly apiKey: string; readonly apiSecret: string };

/** None so far. */
export type BitunixOptions = Readonly<Record<string, never>>;

export const bitunixBaseUrl = 'https://openapi.bitunix.com';

export const bitunixCredentials: z.ZodType<BitunixCredentials> = z.strictObject({
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

export const bitunixOptions: z.ZodType<BitunixOptions> = z.strictObject({});
