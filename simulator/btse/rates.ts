import { toMoney, moneyText } from '../money.ts';

/** In USD. Plausible figures, not quotations. */
const prices: Readonly<Record<string, string>> = {
  BTC: '66680.43282',
  ETH: '3000',
  USDT: '1',
  USDC: '1',
  XRP: '0.5',
  TRX: '0.25',
  EOS: '0.8',
  USD: '1',
};

/** Units of `to` for one `from`, at most 8 decimals; `null` if one of them has no price. */
export function rateBetween(from: string, to: string): string | null {
  const [fromPrice, toPrice] = [prices[from], prices[to]];
  if (fromPrice === undefined || toPrice === undefined) return null;
  return moneyText(toMoney(fromPrice, 'price').dividedBy(toPrice).toDecimalPlaces(8));
}
