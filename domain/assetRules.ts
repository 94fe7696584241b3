/** What an exchange publishes about withdrawals of one asset over one network. Null: it does not say. */
export type AssetRules = {
  readonly asset: string;
  readonly network: string;
  readonly enabled: boolean;
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly decimals: number | null;
  readonly fee: string | null;
  readonly memo: 'required' | 'optional' | 'none' | 'unknown';
  /** Which alphabet and checksum an address must have. Null: no rule is known. */
  readonly addressFamily: AddressFamily | null;
  /** The exchange's own regular expression, if it publishes one. */
  readonly addressPattern: string | null;
};

/** Continue-as-new hands catalogue and claims on in one payload of at most 2 MiB. A larger catalogue is not kept. */
export const largestCatalogCharacters = 450_000;

/** True when the account can keep this catalogue. Without one, only the workflow's validation checks a request. */
export function fitsCatalog(rules: readonly AssetRules[] | null): boolean {
  return JSON.stringify(rules).length <= largestCatalogCharacters;
}

export type AddressFamily = 'evm' | 'bitcoin' | 'tron' | 'ripple' | 'litecoin' | 'dogecoin' | 'solana' | 'eos';
