/** The Keyword search attributes of every workflow of ours: eight of the ten that SQL visibility has. */
export const searchAttributeNames = [
  'account',
  'asset',
  'network',
  'status',
  'phase',
  'attention',
  'exchangeWithdrawalId',
  'txid',
] as const;

export type SearchAttributeName = (typeof searchAttributeNames)[number];
