/** Whether the money has left the exchange account. Pay again only on `no`, which only a settled withdrawal has. */
export type MoneyLeft = 'no' | 'yes' | 'unknown';
