import { z } from 'zod';

import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import type { Exchange, FindAnswer, ReadContext, RequestProblem } from '../../exchange.ts';
import { unreadable } from '../../http/checkData.ts';
import { parseRows } from '../../reads/parseRows.ts';
import { createCatalogReader } from '../catalog.ts';
import type { EdgexConfig } from '../config.ts';
import type { EdgexCapabilities } from '../edgexDefinition.ts';
import { edgexProblems } from '../edgexProblems.ts';
import { toNormalWithdrawRules } from '../normal-withdraw/mapping.ts';
import { checkIsOurs } from '../orders/checkIsOurs.ts';
import { chainNamed, checkL1Network, checkUnits, freezeFields, l1NetworkOf, tokenOn } from '../orders/freezeFields.ts';
import { requireClientId } from '../orders/lookUpInput.ts';
import type { RecordSource } from '../orders/readRecords.ts';
import { findById, readStatuses } from '../orders/readRecords.ts';
import { frozenFields, submitOrder } from '../orders/submitOrder.ts';
import { probeAccount } from '../probeAccount.ts';
import { ethAddress as addressText } from '../sharedWire.ts';
import { checksumAddress } from '../signing/checksumAddress.ts';
import { l2Nonce } from '../signing/l2Nonce.ts';
import { byClientIdEndpoint, byIdEndpoint, createEndpoint, createWithdrawClient, withdrawAdapter } from './client.ts';
import type { WithdrawOptions } from './config.ts';
import { toWithdrawRecord } from './mapping.ts';
import { signWithdraw } from './sign.ts';
import type { WithdrawRow } from './wire.ts';
import { withdrawId, withdrawRow } from './wire.ts';

const frozenSchema = z.object({ ...frozenFields, erc20Address: addressText });

const noRiskSignature: RequestProblem = {
  field: 'account',
  expected: [
    'an adapter that can create: this one needs a risk signature, which no document explains',
    'supply options.riskSignature in code, or use an edgex-normal-withdraw account',
  ].join('; '),
};

/** edgeX's low-level withdrawal: followed and found by our id; created only where somebody supplies risk signatures. */
export function createWithdraw(config: EdgexConfig<WithdrawOptions>, capabilities: EdgexCapabilities): Exchange {
  const client = createWithdrawClient(config);
  const { core } = client;
  const { riskSignature } = config.options;
  const reader = createCatalogReader(core);
  const source: RecordSource<WithdrawRow> = {
    core,
    reader,
    endpoint: byIdEndpoint,
    schema: withdrawRow,
    fetch: async (ids, context) => (await client.getWithdrawById({ withdrawIdList: ids }, context)).data,
    toRecord: toWithdrawRecord,
  };

  const submit = (intent: SubmitIntent) =>
    submitOrder({
      core,
      intent,
      frozenSchema,
      endpoint: createEndpoint,
      idData: withdrawId,
      async send(frozen, clientId) {
        if (riskSignature === null)
          throw new ExchangeError({
            reason: 'parameterRefused',
            adapter: withdrawAdapter,
            endpoint: createEndpoint,
            note: 'not sent: no risk signature provider',
          });
        const { coinId, expireTime, starkExAssetId, resolution, erc20Address } = frozen;
        const { accountId } = core;
        const ethAddress = checksumAddress(intent.address);
        const units = checkUnits(core, intent.amount, BigInt(resolution));
        const l2Signature = signWithdraw(
          { starkExAssetId, accountId, clientId, amount: units, expireTimeMs: expireTime, ethAddress },
          core.l2PrivateKey,
        );
        const fields = {
          accountId,
          coinId,
          amount: intent.amount,
          ethAddress,
          erc20Address,
          clientWithdrawId: clientId,
          l2Nonce: l2Nonce(clientId).toString(),
          l2ExpireTime: expireTime,
        };
        return client.createWithdraw({
          ...fields,
          riskSignature: await riskSignature(fields),
          l2Signature,
          extraType: '',
          extraDataJson: '',
        });
      },
    });

  async function findByClientId(intent: SubmitIntent, context: ReadContext): Promise<FindAnswer> {
    const clientId = requireClientId(core, intent);
    const catalog = await reader.recent(context);
    const { data } = await client.getWithdrawByClientWithdrawId({ clientWithdrawIdList: [clientId] }, context);
    const { rows, unreadableIds, unreadableRows } = parseRows(data, withdrawRow);
    const row = rows.find((shown) => shown.clientId === clientId && shown.accountId === core.accountId);
    if (row !== undefined) {
      checkIsOurs(core, row, intent, intent.amount, byClientIdEndpoint);
      return { kind: 'found', record: toWithdrawRecord(row, catalog) };
    }
    if (unreadableIds.length + unreadableRows > 0)
      throw unreadable(withdrawAdapter, byClientIdEndpoint, 'the record could not be read');
    // Rows, but none under our id: the exchange ignored the list of ids, so this proves no absence.
    const note = 'the records shown are under other client ids or of another account';
    if (data.length > 0) throw unreadable(withdrawAdapter, byClientIdEndpoint, note);
    return { kind: 'notFound' };
  }

  return {
    capabilities,
    submit,
    findByClientId,
    probe: (context) => probeAccount(core, (reading) => client.getActiveWithdraw({ size: '1' }, reading), context),
    laneKey: () => null,
    laneKeyOfRecord: () => null,
    readStatuses: (open, context) => readStatuses(source, open, context),
    findById: (id, hint, context) => findById(source, id, hint, context),

    checkRequest: (request) => [...edgexProblems(request), ...(riskSignature === null ? [noRiskSignature] : [])],

    async readAssetRules(context) {
      const catalog = await reader.read(context);
      return toNormalWithdrawRules(catalog, l1NetworkOf(core, catalog));
    },

    async freeze(request, _clientWithdrawalId, context) {
      const { frozen, catalog } = await freezeFields(core, reader, request, context);
      checkL1Network(core, catalog, request);
      return { ...frozen, erc20Address: tokenOn(core, catalog, chainNamed(core, catalog, request.network)) };
    },
  };
}
