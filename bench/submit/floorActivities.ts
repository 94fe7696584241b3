import { deriveClientWithdrawalId } from '../../domain/clientWithdrawalId.ts';
import type { WithdrawalRequest } from '../../domain/withdrawal.ts';
import type { Exchange } from '../../exchanges/exchange.ts';

export type FloorActivities = { pay(request: WithdrawalRequest): Promise<string> };

/** The only activity of the floor: signs and posts through the same adapter. Throws unless the answer is accepted. */
export function createFloorActivities(exchange: Exchange): FloorActivities {
  return {
    async pay(request) {
      const clientWithdrawalId = deriveClientWithdrawalId(
        exchange.capabilities.clientIdFormat,
        request.withdrawalId,
        1,
      );
      const frozen = await exchange.freeze(request, clientWithdrawalId, { priority: 'validate' });
      const { account, asset, network, address, memo, amount, withdrawalId } = request;
      const answer = await exchange.submit({
        withdrawalId,
        submission: 1,
        clientWithdrawalId,
        account,
        accountIdentity: 'floor',
        asset,
        network,
        address,
        memo,
        amount,
        laneKey: null,
        frozen,
      });
      if (answer.kind !== 'accepted') throw new Error(`not accepted: ${answer.kind}`);
      return answer.exchangeWithdrawalId ?? 'accepted';
    },
  };
}
