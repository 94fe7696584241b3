/** What an exchange says about withdrawing one asset over one network. Null: it does not say. */
export type AssetRules = {
  readonly asset: string;
  readonly network: string;
  readonly enabled: boolean;
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly decimals: number | null;
  readonly fee: string | null;
  readonly memo: 'required' | 'optional' | 'none' | 'unknown';
  /** Which alphabet and checksum an address must have; null: no rule known. */
  readonly addressFamily: AddressFamily | null;
  /** The exchange's own regular expression, if it publishes one. */
  readonly addressPattern: string | null;
};

/** The account hands its catalogue on with its claims, in one payload of at most 2 MiB: a larger one is not kept. */
export const largestCatalogCharacters = 450_000;

/**
 * True when the catalogue may be kept by the account; without one requests are checked by the workflow's
 * validation alone.
 */
export function fitsCatalog(rules: readonly AssetRules[] | null): boolean {
  return JSON.stringify(rules).length <= largestCatalogCharacters;
}

export type AddressFamily = 'evm' | 'bitcoin' | 'tron' | 'ripple' | 'litecoin' | 'dogecoin' | 'solana' | 'eos';
