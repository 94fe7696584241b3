import { z } from 'zod';

import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import type { Exchange } from '../../exchange.ts';
import { createCatalogReader } from '../catalog.ts';
import type { EdgexConfig } from '../config.ts';
import type { EdgexCapabilities } from '../edgexDefinition.ts';
import { edgexProblems } from '../edgexProblems.ts';
import { checkIsOurs } from '../orders/checkIsOurs.ts';
import { checkL1Network, checkUnits, freezeFields, l1NetworkOf } from '../orders/freezeFields.ts';
import { notBeforeOf, requireClientId } from '../orders/lookUpInput.ts';
import { createOrderSearch } from '../orders/orderSearch.ts';
import type { RecordSource } from '../orders/readRecords.ts';
import { findById, readStatuses } from '../orders/readRecords.ts';
import { frozenFields, submitOrder } from '../orders/submitOrder.ts';
import { probeAccount } from '../probeAccount.ts';
import { checksumAddress } from '../signing/checksumAddress.ts';
import { byIdEndpoint, createEndpoint, createNormalWithdrawClient } from './client.ts';
import { toNormalWithdrawRecord, toNormalWithdrawRules } from './mapping.ts';
import { signNormalWithdraw } from './sign.ts';
import type { NormalWithdrawRow } from './wire.ts';
import { normalWithdrawId, normalWithdrawRow } from './wire.ts';

const frozenSchema = z.object(frozenFields);

/**
 * edgeX's normal withdrawal: to an address on L1, where somebody must claim it. A repeat is safe; a lost one
 * is found through the orders.
 */
export function createNormalWithdraw(config: EdgexConfig, capabilities: EdgexCapabilities): Exchange {
  const client = createNormalWithdrawClient(config);
  const { core } = client;
  const reader = createCatalogReader(core);
  const source: RecordSource<NormalWithdrawRow> = {
    core,
    reader,
    endpoint: byIdEndpoint,
    schema: normalWithdrawRow,
    fetch: async (ids, context) => (await client.getNormalWithdrawById({ normalWithdrawIdList: ids }, context)).data,
    toRecord: toNormalWithdrawRecord,
  };

  const orders = createOrderSearch(source, 'ORDER_TYPE_NORMAL_WITHDRAW');
  const submit = (intent: SubmitIntent) =>
    submitOrder({
      core,
      intent,
      frozenSchema,
      endpoint: createEndpoint,
      idData: normalWithdrawId,
      send(frozen, clientId) {
        const { coinId, expireTime, starkExAssetId, resolution } = frozen;
        const ethAddress = checksumAddress(intent.address);
        const units = checkUnits(core, intent.amount, BigInt(resolution));
        const l2Signature = signNormalWithdraw(
          { starkExAssetId, accountId: core.accountId, clientId, amount: units, expireTimeMs: expireTime, ethAddress },
          core.l2PrivateKey,
        );
        return client.createNormalWithdraw({
          accountId: core.accountId,
          coinId,
          amount: intent.amount,
          ethAddress,
          clientWithdrawId: clientId,
          expireTime,
          l2Signature,
        });
      },
    });

  return {
    capabilities,
    submit,
    checkRequest: edgexProblems,
    probe: (context) => probeAccount(core, (reading) => core.getAllOrdersPage({ size: '1' }, reading), context),
    laneKey: () => null,
    laneKeyOfRecord: () => null,
    readStatuses: (open, context) => readStatuses(source, open, context),
    findById: (id, hint, context) => findById(source, id, hint, context),

    async readAssetRules(context) {
      const catalog = await reader.read(context);
      return toNormalWithdrawRules(catalog, l1NetworkOf(core, catalog));
    },

    async freeze(request, _clientWithdrawalId, context) {
      const { frozen, catalog } = await freezeFields(core, reader, request, context);
      checkL1Network(core, catalog, request);
      return frozen;
    },

    async findByClientId(intent, context) {
      const row = await orders.find(requireClientId(core, intent), notBeforeOf(core, intent), context);
      if (row === null) return { kind: 'notFound' };
      checkIsOurs(core, row, intent, intent.amount, byIdEndpoint);
      return { kind: 'found', record: toNormalWithdrawRecord(row, await reader.recent(context)) };
    },
  };
}
