import type { AccountProbe, ReadContext } from '../exchange.ts';
import type { EdgexCore } from './core.ts';

/** Reads the exchange's clock, then one signed call that only the account's own key can make. Throws ExchangeError. */
export async function probeAccount(
  core: EdgexCore,
  readSigned: (context: ReadContext) => Promise<unknown>,
  context: ReadContext,
): Promise<AccountProbe> {
  const beforeMs = core.nowMs();
  const { data: serverMs } = await core.getServerTime(context);
  const middleMs = (beforeMs + core.nowMs()) / 2;
  await readSigned(context);
  // The signature was accepted for this account id, which every signed call names.
  return {
    exchangeAccountId: core.accountId,
    clockSkewMs: Math.round(serverMs - middleMs),
    permissions: ['view withdrawals'],
  };
}
