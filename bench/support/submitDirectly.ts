import pMap from 'p-map';

import { deriveClientWithdrawalId } from '../../domain/clientWithdrawalId.ts';
import type { OpenWithdrawal } from '../../exchanges/exchange.ts';
import type { BenchAccount } from './benchAccounts.ts';
import { directExchange } from './directExchange.ts';
import { withdrawalRequests } from './withdrawals.ts';

export type DirectWithdrawal = Pick<
  OpenWithdrawal,
  'exchangeWithdrawalId' | 'clientWithdrawalId' | 'asset' | 'notBeforeMs'
>;

/**
 * Submits withdrawals through the adapter alone. A reference follows them; the product's work of starting them must not
 * count as the reference's cost.
 */
export async function submitDirectly(
  account: BenchAccount,
  baseUrl: string,
  count: number,
): Promise<DirectWithdrawal[]> {
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
