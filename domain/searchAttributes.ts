/** The search attributes of our workflows, all of type Keyword. A server on SQL has room for ten of these. */
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
