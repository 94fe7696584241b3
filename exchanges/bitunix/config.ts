import { z } from 'zod';

import { printableText } from '../printableText.ts';

export type BitunixCredentials = { readonly apiKey: string; readonly apiSecret: string };

/** None so far. */
export type BitunixOptions = Readonly<Record<string, never>>;

export const bitunixBaseUrl = 'https://openapi.bitunix.com';

export const bitunixCredentials: z.ZodType<BitunixCredentials> = z.strictObject({
  apiKey: printableText(200),
  apiSecret: printableText(400),
});

export const bitunixOptions: z.ZodType<BitunixOptions> = z.strictObject({});
