import pMap from 'p-map';

import { deriveClientWithdrawalId } from '../../domain/clientWithdrawalId.ts';
import type { OpenWithdrawal } from '../../exchanges/exchange.ts';
import type { BenchAccount } from './benchAccounts.ts';
import { directExchange } from './directExchange.ts';
import { withdrawalRequests } from './withdrawals.ts';

export type PutWithdrawal = Pick<
  OpenWithdrawal,
  'exchangeWithdrawalId' | 'clientWithdrawalId' | 'asset' | 'notBeforeMs'
>;

/** Makes withdrawals by the adapter alone, without the product: what a reference has no part in costs it nothing. */
export async function putToExchange(account: BenchAccount, baseUrl: string, count: number): Promise<PutWithdrawal[]> {
  const exchange = directExchange(account, baseUrl);
  const notBeforeMs = Date.now() - 60_000;
  return await pMap(
    withdrawalRequests([account], count),
    async (asked) => {
      const request = { ...asked, memo: null, deadlineAt: null };
      const clientWithdrawalId = deriveClientWithdrawalId(
        exchange.capabilities.clientIdFormat,
        request.withdrawalId,
        1,
      );
      const frozen = await exchange.freeze(request, clientWithdrawalId, { priority: 'validate' });
      const answer = await exchange.submit({
        ...request,
        submission: 1,
        clientWithdrawalId,
        accountIdentity: '',
        laneKey: null,
        frozen,
      });
      if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
        throw new Error(`the exchange did not take it: ${JSON.stringify(answer)}`);
      return {
        exchangeWithdrawalId: answer.exchangeWithdrawalId,
        clientWithdrawalId,
        asset: request.asset,
        notBeforeMs,
      };
    },
    { concurrency: 8 },
  );
}
