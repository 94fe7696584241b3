import { ApplicationFailure } from '@temporalio/common';

import type { Exchange } from '../../../exchanges/exchange.ts';
import type { FollowInput, ReferenceActivities, Sight } from './contract.ts';

/** Activities that read through the product's own adapter, one record per call. */
export function createReferenceActivities(exchange: Exchange): ReferenceActivities {
  async function readStatus({
    exchangeWithdrawalId,
    clientWithdrawalId,
    asset,
    notBeforeMs,
  }: FollowInput): Promise<Sight> {
    const answer = await exchange.findById(
      exchangeWithdrawalId,
      { clientWithdrawalId, asset, notBeforeMs },
      { priority: 'poll' },
    );
    if (answer.kind === 'notFound') throw new Error('the exchange does not show it');
    const { status, exchangeStatus, txid } = answer.record;
    return { status, exchangeStatus, txid };
  }

  return {
    readStatus,
    async readUntilChanged(input, lastSeen) {
      const sight = await readStatus(input);
      if (lastSeen !== null && sight.exchangeStatus === lastSeen.exchangeStatus && sight.txid === lastSeen.txid) {
        throw ApplicationFailure.create({
          message: `still ${sight.status}`,
          type: 'Unchanged',
          nextRetryDelay: input.cadenceMs,
          category: 'BENIGN',
        });
      }
      return sight;
    },
  };
}
