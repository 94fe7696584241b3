import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import type { Exchange } from '../../exchange.ts';
import { unreadable } from '../../http/checkData.ts';
import { createCatalogReader } from '../catalog.ts';
import type { EdgexConfig } from '../config.ts';
import type { EdgexCapabilities } from '../edgexDefinition.ts';
import { edgexProblems } from '../edgexProblems.ts';
import { checkIsOurs } from '../orders/checkIsOurs.ts';
import { checkUnits } from '../orders/freezeFields.ts';
import { notBeforeOf, requireClientId } from '../orders/lookUpInput.ts';
import { createOrderSearch } from '../orders/orderSearch.ts';
import type { RecordSource } from '../orders/readRecords.ts';
import { findById, readStatuses } from '../orders/readRecords.ts';
import { submitOrder } from '../orders/submitOrder.ts';
import { probeAccount } from '../probeAccount.ts';
import { checksumAddress } from '../signing/checksumAddress.ts';
import { byIdEndpoint, createCrossWithdrawClient, createEndpoint, crossWithdrawAdapter } from './client.ts';
import type { CrossWithdrawOptions } from './config.ts';
import { crossWithdrawFrozen, freezeCrossWithdraw } from './freeze.ts';
import { toCrossWithdrawRecord, toCrossWithdrawRules } from './mapping.ts';
import { signCrossWithdraw } from './sign.ts';
import type { CrossWithdrawRow } from './wire.ts';
import { crossWithdrawId, crossWithdrawRow } from './wire.ts';

/**
 * edgeX's cross-chain withdrawal: a transfer to a liquidity provider, which pays out on another chain. A repeat sends
 * the same bytes and is safe.
 */
export function createCrossWithdraw(
  config: EdgexConfig<CrossWithdrawOptions>,
  capabilities: EdgexCapabilities,
): Exchange {
  const client = createCrossWithdrawClient(config);
  const { core } = client;
  const reader = createCatalogReader(core);
  const source: RecordSource<CrossWithdrawRow> = {
    core,
    reader,
    endpoint: byIdEndpoint,
    schema: crossWithdrawRow,
    fetch: async (ids, context) => (await client.getCrossWithdrawById({ crossWithdrawIdList: ids }, context)).data,
    toRecord: toCrossWithdrawRecord,
  };

  const orders = createOrderSearch(source, 'ORDER_TYPE_CROSS_WITHDRAW');
  const submit = (intent: SubmitIntent) =>
    submitOrder({
      core,
      intent,
      frozenSchema: crossWithdrawFrozen,
      endpoint: createEndpoint,
      idData: crossWithdrawId,
      send(frozen, clientId) {
        const { accountId } = core;
        const signed = {
          starkExAssetId: frozen.starkExAssetId,
          accountId,
          clientId,
          amount: checkUnits(core, frozen.netAmount, BigInt(frozen.resolution)),
          expireTimeMs: frozen.expireTime,
          receiverAccountId: frozen.lpAccountId,
          receiverL2Key: frozen.crossWithdrawL2Key,
        };
        return client.createCrossWithdraw({
          accountId,
          coinId: frozen.coinId,
          amount: frozen.netAmount,
          ethAddress: checksumAddress(intent.address),
          erc20Address: frozen.erc20Address,
          lpAccountId: frozen.lpAccountId,
          clientCrossWithdrawId: clientId,
          expireTime: frozen.expireTime,
          l2Signature: signCrossWithdraw(signed, core.l2PrivateKey),
          fee: frozen.fee,
          chainId: frozen.chainId,
        });
      },
    });

  /** Throws ExchangeError if the record shows another chain or fee than ours; it may leave them out. */
  function checkChainAndFee(row: CrossWithdrawRow, { frozen }: SubmitIntent): void {
    const differs = (shown: string | null, ours: string | undefined) =>
      shown !== null && ours !== undefined && shown !== ours;
    if (differs(row.chainId, frozen['chainId']) || differs(row.fee, frozen['fee']))
      throw unreadable(crossWithdrawAdapter, byIdEndpoint, 'the record under our client id is of another chain or fee');
  }

  return {
    capabilities,
    submit,
    checkRequest: edgexProblems,
    probe: (context) => probeAccount(core, (reading) => core.getAllOrdersPage({ size: '1' }, reading), context),
    readAssetRules: async (context) => toCrossWithdrawRules(await reader.read(context)),
    freeze: (request, _clientWithdrawalId, context) =>
      freezeCrossWithdraw(client, reader, config.options.maxFee, request, context),
    laneKey: () => null,
    laneKeyOfRecord: () => null,
    readStatuses: (open, context) => readStatuses(source, open, context),
    findById: (id, hint, context) => findById(source, id, hint, context),

    async findByClientId(intent, context) {
      const row = await orders.find(requireClientId(core, intent), notBeforeOf(core, intent), context);
      if (row === null) return { kind: 'notFound' };
      checkIsOurs(core, row, intent, intent.frozen['netAmount'] ?? intent.amount, byIdEndpoint);
      checkChainAndFee(row, intent);
      return { kind: 'found', record: toCrossWithdrawRecord(row, await reader.recent(context)) };
    },
  };
}
