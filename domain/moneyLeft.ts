/** Whether the exchange let the money go. Pay again only on `no`, which is said only of what is settled. */
export type MoneyLeft = 'no' | 'yes' | 'unknown';
