import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { commonProblems } from '../commonProblems.ts';
import { ExchangeError } from '../errors.ts';
import type { AccountProbe, AdapterConfig, Exchange, FindAnswer, ReadContext } from '../exchange.ts';
import { answerCancel, answerSubmit } from '../http/answerSend.ts';
import { unreadable } from '../http/checkData.ts';
import { toSubmitAnswer } from '../http/classifyHttp.ts';
import { parseRows } from '../reads/parseRows.ts';
import { createBigoneClient } from './client.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { isOurWithdrawal, toBigoneAssetRules, toBigoneRecord } from './mapping.ts';
import { byGuidEndpoint, createBigoneRecords, listEndpoint } from './records.ts';
import { withdrawalRow } from './wire.ts';

export type BigoneCapabilities = Capabilities & { readonly findBy: 'clientId'; readonly cancel: 'asynchronous' };

const adapter = 'bigone';

/** BigONE: found again by our guid, cancelled asynchronously, paid out of the FUND wallet. */
export function createBigone(
  config: AdapterConfig<BigoneCredentials, BigoneOptions>,
  base: BigoneCapabilities,
): Exchange {
  const client = createBigoneClient(config);
  const records = createBigoneRecords(config, client);
  const capabilities: BigoneCapabilities = { ...base, repeatSubmit: config.options.trustGuid ? 'safe' : 'never' };

  /** It was accepted. Where the record is not clearly ours, the look-up by guid must tell which one it became. */
  function acceptRecord(data: unknown, intent: SubmitIntent): SubmitAnswer {
    const doubt = (note: string) => toSubmitAnswer(unreadable(adapter, 'POST /viewer/withdrawals', note));
    const row = withdrawalRow.safeParse(data);
    if (!row.success) return doubt('accepted, but the record could not be read');
    if (!isOurWithdrawal(row.data, intent)) return doubt('accepted, but the record shown is of another withdrawal');
    if (!records.isOurCustomer(row.data))
      return doubt('accepted, but the record is of another account than exchangeAccountId in the configuration');
    return { kind: 'accepted', exchangeWithdrawalId: row.data.id, record: toBigoneRecord(row.data) };
  }

  function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const { asset, address, amount, memo, network, clientWithdrawalId } = intent;
    const sending = client.createWithdrawal({
      symbol: asset,
      target_address: address,
      amount,
      guid: clientWithdrawalId ?? '',
      gateway_name: network,
      ...(memo === null ? {} : { memo }),
    });
    return answerSubmit(sending, adapter, (data) => acceptRecord(data, intent));
  }

  async function canReadFunds(context: ReadContext): Promise<boolean> {
    try {
      await client.listFundAccounts(context);
      return true;
    } catch (error) {
      if (error instanceof ExchangeError && error.reason === 'permissionDenied') return false;
      throw error;
    }
  }

  async function probe(context: ReadContext): Promise<AccountProbe> {
    const beforeMs = config.nowMs();
    const { data: serverMs } = await client.ping(context);
    const middleMs = (beforeMs + config.nowMs()) / 2;
    const { data: page } = await client.listWithdrawals({ limit: 1 }, context);
    const seesFunds = await canReadFunds(context);
    return {
      exchangeAccountId: parseRows(page, withdrawalRow).rows[0]?.customer_id ?? null,
      clockSkewMs: serverMs === null ? null : Math.round(serverMs - middleMs),
      permissions: ['view withdrawals', ...(seesFunds ? ['view the FUND wallet'] : [])],
    };
  }

  return {
    capabilities,
    probe,
    submit,
    readAssetRules: async (context) => toBigoneAssetRules((await client.listAssets(context)).data),
    checkRequest: commonProblems,
    // Only key and time are signed, so there is nothing to fix.
    freeze: async () => ({}),
    laneKey: () => null,
    laneKeyOfRecord: () => null,
    readStatuses: (open, context) => records.readMany(open, null, context),

    async findById(exchangeWithdrawalId, hint, context): Promise<FindAnswer> {
      const read = await records.readMany([{ exchangeWithdrawalId, ...hint }], hint.asset, context);
      const [record] = read.records;
      if (record !== undefined) return { kind: 'found', record };
      if (read.unreadable.length + read.notRead.length === 0) return { kind: 'notFound' };
      throw unreadable(adapter, listEndpoint, 'the record could not be read, or the list not to its end');
    },

    async findByClientId(intent, context): Promise<FindAnswer> {
      const guid = intent.clientWithdrawalId;
      if (guid === null) {
        const note = 'no clientWithdrawalId to look for';
        throw new ExchangeError({ reason: 'parameterRefused', adapter, endpoint: byGuidEndpoint, note });
      }
      const row = await records.readByGuid(guid, context);
      if (row === 'absent') return { kind: 'notFound' };
      if (row === 'unreadable') throw unreadable(adapter, byGuidEndpoint, 'the record could not be read');
      if (!isOurWithdrawal(row, intent))
        throw unreadable(adapter, byGuidEndpoint, 'the record under our guid is of another withdrawal');
      return { kind: 'found', record: toBigoneRecord(row) };
    },

    requestCancel({ clientWithdrawalId, exchangeWithdrawalId }) {
      // Without a guid the numeric id goes in its place: at worst it is not found (MAPPING §7).
      const asked = client.cancelWithdrawal(clientWithdrawalId ?? exchangeWithdrawalId);
      return answerCancel(asked, adapter, 'cancel request taken; the record will tell');
    },
  };
}
