/**
 * Where edgeX's documents leave a choice, or where a test wants another answer. Read at every request, so
 * they may change while running.
 */
export type EdgexSettings = {
  /** How a repeated client id is answered, if all fields are the same; no document says. Default `sameRecord`. */
  repeatClientId?: 'sameRecord' | 'error';
  /** What signs calls of the `assets` group. Default `stark`. */
  assetsAuth?: 'stark' | 'hmac' | 'both';
  /** What a cross withdrawal costs now. Default 2. */
  crossFee?: string;
  /** The most that the liquidity provider pays out. Default 48799.686154. */
  crossMaxAmount?: string;
  /** Default none. */
  maintenanceReason?: string;
};

export const crossFeeOf = (settings: EdgexSettings) => settings.crossFee ?? '2';
export const crossMaxAmountOf = (settings: EdgexSettings) => settings.crossMaxAmount ?? '48799.686154';
