import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent } from '../../domain/withdrawal.ts';
import { commonProblems } from '../commonProblems.ts';
import type { AccountProbe, AdapterConfig, Exchange, FindAnswer, ReadContext } from '../exchange.ts';
import { answerCancel, answerSubmit } from '../http/answerSend.ts';
import { unreadable } from '../http/checkData.ts';
import { toSubmitAnswer } from '../http/classifyHttp.ts';
import { createBitunixClient } from './client.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import type { Destination } from './destination.ts';
import { createBitunixHistory, historyEndpoint } from './history.ts';
import { internalTransfer } from './internalTransfer.ts';
import { bitunixLaneKey, bitunixLaneKeyOfRecord, toBitunixAssetRules } from './mapping.ts';
import { onChainWithdrawal } from './onChainWithdrawal.ts';
import { createReadHistory } from './readHistory.ts';
import { readStatuses } from './readStatuses.ts';
import { isInternalNetwork, recipientProblems } from './recipient.ts';
import { idData } from './wire.ts';

export type BitunixCapabilities = Capabilities & { readonly findBy: 'history'; readonly cancel: 'firstReviewOnly' };

const adapter = 'bitunix';

/** Bitunix: takes no id of ours, so a lost submit is found in its history; cancels only in its first review. */
export function createBitunix(
  config: AdapterConfig<BitunixCredentials, BitunixOptions>,
  capabilities: BitunixCapabilities,
): Exchange {
  const client = createBitunixClient(config);
  const history = createBitunixHistory(config, client);

  function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const { send, submitEndpoint, idField } = destinationOf(intent.network);
    return answerSubmit(send(client, intent), adapter, (data) => {
      const id = idData(idField).safeParse(data);
      if (id.success) return { kind: 'accepted', exchangeWithdrawalId: id.data, record: null };
      return toSubmitAnswer(unreadable(adapter, submitEndpoint, 'accepted, but the id could not be read'));
    });
  }

  async function probe(context: ReadContext): Promise<AccountProbe> {
    const beforeMs = config.nowMs();
    const user = await client.getUserInfo(context);
    const middleMs = (beforeMs + config.nowMs()) / 2;
    await client.readHistory({ type: 'withdraw', limit: 1 }, context);
    return {
      exchangeAccountId: user.data.uid,
      // The Date header is rounded down to whole seconds: half a second more is right on average.
      clockSkewMs: user.dateMs === null ? null : Math.round(user.dateMs + 500 - middleMs),
      permissions: ['view the account', 'view withdrawals'],
    };
  }

  return {
    capabilities,
    probe,
    submit,
    readStatuses: (open, context) => readStatuses(history, open, context, config.nowMs),
    readHistory: createReadHistory(history),
    readAssetRules: async (context) => toBitunixAssetRules((await client.listCoinNetworks(context)).data),
    checkRequest: (request) => [...commonProblems(request), ...recipientProblems(request)],
    // Every signed field is a field of the request, so there is nothing to fix.
    freeze: async () => ({}),
    laneKey: bitunixLaneKey,
    laneKeyOfRecord: bitunixLaneKeyOfRecord,

    async findById(exchangeWithdrawalId, _hint, context): Promise<FindAnswer> {
      const found = await history.readById(exchangeWithdrawalId, context);
      if (found === 'absent') return { kind: 'notFound' };
      if (found !== 'unreadable') return { kind: 'found', record: found };
      const note = 'the record could not be read as a withdrawal or an internal transfer';
      throw unreadable(adapter, historyEndpoint, note);
    },

    requestCancel({ exchangeWithdrawalId, network }) {
      const asked = destinationOf(network).cancel(client, exchangeWithdrawalId);
      return answerCancel(asked, adapter, 'cancel taken; the record will tell');
    },
  };
}

function destinationOf(network: string): Destination {
  return isInternalNetwork(network) ? internalTransfer : onChainWithdrawal;
}
