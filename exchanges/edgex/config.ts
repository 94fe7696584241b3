import { z } from 'zod';

import type { AdapterConfig } from '../exchange.ts';
import { printableText } from '../printableText.ts';
import { curveOrder } from './signing/starkSign.ts';

export type EdgexCredentials = {
  /** The account's L2 (Stark) private key, hex. */
  readonly l2PrivateKey: string;
  /** An HMAC key; needed only where `assetsAuth` says so. */
  readonly apiKey?: string | undefined;
  readonly apiSecret?: string | undefined;
  readonly passphrase?: string | undefined;
};

export type EdgexOptions = {
  /** Whether the signature header ends with the public key's Y; official sources disagree (MAPPING §2). */
  readonly signatureWithPublicKeyY: boolean;
  /** What signs calls of the `assets` group; official sources disagree (MAPPING §2). */
  readonly assetsAuth: 'stark' | 'hmac' | 'both';
  /** Name of the L1 network in requests; null: as the exchange's metadata names it. */
  readonly l1Network: string | null;
};

export type EdgexConfig<Options extends EdgexOptions = EdgexOptions> = AdapterConfig<EdgexCredentials, Options>;

export const edgexBaseUrl = 'https://pro.edgex.exchange';

export const edgexCredentials: z.ZodType<EdgexCredentials> = z.strictObject({
  l2PrivateKey: z
    .string()
    .regex(/^(?:0x)?[0-9a-fA-F]{1,64}$/)
    .refine(isKey),
  apiKey: printableText(400).optional(),
  // Whether the secret is escaped before it is used is unclear: only one that escaping does not change is taken.
  apiSecret: z
    .string()
    .min(1)
    .max(400)
    .regex(/^[A-Za-z0-9_.~-]+$/)
    .optional(),
  passphrase: printableText(400).optional(),
});

export const edgexOptionFields = {
  signatureWithPublicKeyY: z.boolean().default(false),
  assetsAuth: z.enum(['stark', 'hmac', 'both']).default('stark'),
  l1Network: z.string().min(1).max(60).nullable().default(null),
};

/** The account that the key signs for. Throws RangeError: without it no call can be made. */
export function accountIdOf(config: EdgexConfig): string {
  const id = config.exchangeAccountId ?? '';
  if (!/^[1-9]\d{0,19}$/.test(id) || BigInt(id) >= 1n << 64n)
    throw new RangeError('exchangeAccountId: expected the account id of edgeX, digits alone');
  return id;
}

function isKey(text: string): boolean {
  if (!/^(?:0x)?[0-9a-fA-F]{1,64}$/.test(text)) return false;
  const key = BigInt(`0x${text.replace(/^0x/, '')}`);
  return key > 0n && key < curveOrder;
}
