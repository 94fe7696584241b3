/** Whether the exchange let the money go. Pay again only on `no`. */
export type MoneyLeft = 'no' | 'yes' | 'unknown';
