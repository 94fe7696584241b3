import { z } from 'zod';

import { printableText } from '../printableText.ts';

export type BtseCredentials = { readonly apiKey: string; readonly apiSecret: string };

export type BtseOptions = {
  /** Sent as `includeWithdrawFee` with every request: true takes the fee out of the amount, false adds it on top. */
  readonly feeIncluded: boolean;
  /** Which version of a path is used where the document shows both. */
  readonly apiVersion: 'v3.2' | 'v3.3';
  /**
   * From our network, or `ASSET/our network`, to what stands after the dash of a currency-network pair. Default: the
   * same text.
   */
  readonly networkNames: Readonly<Record<string, string>>;
  /**
   * From the name that the network list and history rows show to our network. What is not listed here is never
   * compared.
   */
  readonly shownNetworks: Readonly<Record<string, string>>;
  /**
   * True only where rows were seen to show a network that `shownNetworks` covers: lanes are then per asset
   * and network.
   */
  readonly historyShowsNetwork: boolean;
  /** True: believe that EXPIRED means that the money is back. The document does not say (MAPPING §4). */
  readonly trustExpired: boolean;
  /** Coins whose rules are read, one request each. Empty: no rules are read, and no request is checked against any. */
  readonly assets: readonly string[];
};

export const btseBaseUrl = 'https://api.btse.com';

export const btseCredentials: z.ZodType<BtseCredentials> = z.strictObject({
  apiKey: printableText(200),
  apiSecret: printableText(400),
});

const name = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[\x20-\x7e]+$/);
const coin = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[A-Za-z0-9._]+$/);

export const btseOptions: z.ZodType<BtseOptions> = z.strictObject({
  feeIncluded: z.boolean().default(true),
  apiVersion: z.enum(['v3.2', 'v3.3']).default('v3.2'),
  networkNames: z.record(name, name).default({}),
  shownNetworks: z.record(name, name).default({}),
  historyShowsNetwork: z.boolean().default(false),
  trustExpired: z.boolean().default(false),
  assets: z.array(coin).max(50).default([]),
});
