import { amountsEqual } from '../../../domain/amount.ts';
import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { unreadable } from '../../http/checkData.ts';
import { canonicalAddress } from '../../reads/canonicalAddress.ts';
import type { EdgexCore } from '../core.ts';
import type { EdgexRow } from '../sharedWire.ts';

/** Throws ExchangeError if a record under our client id shows another coin, address or amount: it is not believed. */
export function checkIsOurs(
  core: EdgexCore,
  row: EdgexRow,
  intent: Pick<SubmitIntent, 'address' | 'frozen'>,
  amount: string,
  endpoint: string,
): void {
  const { coinId } = intent.frozen;
  const same =
    (coinId === undefined || row.coinId === coinId) &&
    canonicalAddress(row.ethAddress) === canonicalAddress(intent.address) &&
    amountsEqual(row.amount, amount);
  if (!same) throw unreadable(core.adapter, endpoint, 'the record under our client id is of another withdrawal');
}
