import type { Capabilities } from '../../domain/capabilities.ts';
import type { SubmitAnswer } from '../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../domain/withdrawal.ts';
import { commonProblems } from '../commonProblems.ts';
import type { AccountProbe, AdapterConfig, Exchange, FindAnswer, ReadContext } from '../exchange.ts';
import { answerSubmit } from '../http/answerSend.ts';
import { unreadable } from '../http/checkData.ts';
import { toSubmitAnswer } from '../http/classifyHttp.ts';
import { createBtseClient } from './client.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { withoutContradiction } from './failures.ts';
import { createBtseHistory, historyEndpoint } from './history.ts';
import { btseLaneKey, btseProblems, toBtseAssetRules, toPairName } from './mapping.ts';
import { createReadHistory } from './readHistory.ts';
import { readStatuses } from './readStatuses.ts';
import { withdrawData } from './wire.ts';

export type BtseCapabilities = Capabilities & { readonly findBy: 'history'; readonly cancel: 'none' };

const adapter = 'btse';

/**
 * BTSE: takes no id of ours, so a lost submit is found in its history, whose rows show no address; it cannot
 * cancel.
 */
export function createBtse(
  config: AdapterConfig<BtseCredentials, BtseOptions>,
  capabilities: BtseCapabilities,
): Exchange {
  const { options } = config;
  const client = createBtseClient(config);
  const history = createBtseHistory(config, client);

  const laneKeyOfRecord = ({ asset, network }: WithdrawalRecord): string | null =>
    options.historyShowsNetwork && network === null ? null : btseLaneKey(options, asset, network ?? '');

  /** Fixed before the first attempt: a change of the options must not change a withdrawal that is under way. */
  const toFrozen = ({ asset, network }: Pick<SubmitIntent, 'asset' | 'network'>) => ({
    currency: toPairName(options, asset, network),
    includeWithdrawFee: String(options.feeIncluded),
  });

  function toAccepted(data: unknown): SubmitAnswer {
    const id = withdrawData.safeParse(data);
    if (id.success) return { kind: 'accepted', exchangeWithdrawalId: id.data, record: null };
    const endpoint = `POST /api/${options.apiVersion}/user/wallet/withdraw`;
    return toSubmitAnswer(unreadable(adapter, endpoint, 'accepted, but the id could not be read'));
  }

  function submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const { currency, includeWithdrawFee } = { ...toFrozen(intent), ...intent.frozen };
    const { address, memo, amount } = intent;
    const input = { currency, address, tag: memo ?? '', amount, includeWithdrawFee: includeWithdrawFee === 'true' };
    return answerSubmit(client.withdraw(input), adapter, toAccepted, withoutContradiction);
  }

  async function probe(context: ReadContext): Promise<AccountProbe> {
    const beforeMs = config.nowMs();
    const { dateMs } = await client.listBalances(context);
    const middleMs = (beforeMs + config.nowMs()) / 2;
    const { usernames } = await history.readPage({ count: 10 }, context);
    return {
      exchangeAccountId: usernames.find((username) => username !== config.exchangeAccountId) ?? usernames[0] ?? null,
      // The Date header is rounded down to whole seconds: half a second more is right on average.
      clockSkewMs: dateMs === null ? null : Math.round(dateMs + 500 - middleMs),
      permissions: ['view the wallet', 'view its history'],
    };
  }

  async function readAssetRules(context: ReadContext) {
    if (options.assets.length === 0) return null;
    const rules = [];
    for (const asset of options.assets)
      rules.push(...toBtseAssetRules(asset, (await client.listNetworks({ crypto: asset }, context)).data, options));
    return rules;
  }

  return {
    capabilities,
    probe,
    submit,
    readStatuses: (open, context) => readStatuses(history, open, context, config.nowMs),
    readHistory: createReadHistory(history, laneKeyOfRecord),
    readAssetRules,
    checkRequest: (request) => [...commonProblems(request), ...btseProblems(request)],
    freeze: async (request) => toFrozen(request),
    laneKey: ({ asset, network }) => btseLaneKey(options, asset, network),
    laneKeyOfRecord,

    async findById(exchangeWithdrawalId, hint, context): Promise<FindAnswer> {
      const read = await readStatuses(history, [{ exchangeWithdrawalId, ...hint }], context, config.nowMs);
      const [record] = read.records;
      if (record !== undefined) return { kind: 'found', record };
      if (read.unreadable.length + read.notRead.length === 0) return { kind: 'notFound' };
      throw unreadable(adapter, historyEndpoint, 'the record could not be read, or the history not to its end');
    },
  };
}
