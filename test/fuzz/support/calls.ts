import type { CancelAnswer, SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { createBitunixClient } from '../../../exchanges/bitunix/client.ts';
import { createBtseClient } from '../../../exchanges/btse/client.ts';
import { createCrossWithdrawClient } from '../../../exchanges/edgex/cross-withdraw/client.ts';
import { createNormalWithdrawClient } from '../../../exchanges/edgex/normal-withdraw/client.ts';
import { createWithdrawClient } from '../../../exchanges/edgex/withdraw/client.ts';
import type { Failed, Reply } from '../../../exchanges/http/classifyHttp.ts';
import { type FuzzBench, poll } from './fuzzBench.ts';

/** What a call came to. What it throws is kept as it is. */
export type Outcome =
  | { readonly kind: 'submit'; readonly answer: SubmitAnswer }
  | { readonly kind: 'deed'; readonly reply: Reply | Failed }
  | { readonly kind: 'cancel'; readonly answer: CancelAnswer }
  /** `isAbsent`: claims that our withdrawal is not there. */
  | { readonly kind: 'read'; readonly records: readonly WithdrawalRecord[]; readonly isAbsent: boolean }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown };

export type Run = (bench: FuzzBench) => Promise<Outcome>;
/** Endpoint, name of the operation, and the operation. */
export type FuzzCall = readonly [endpoint: string, name: string, run: Run];

const submit: Run = async ({ exchange, intent }) => ({ kind: 'submit', answer: await exchange.submit(intent) });

const transfer: Run = async ({ exchange, intent }) => ({
  kind: 'submit',
  answer: await exchange.submit({ ...intent, network: 'internal:uid', address: '681979174', memo: null }),
});

const cancel =
  (network?: string): Run =>
  async ({ exchange, open, intent }) => {
    if (!('requestCancel' in exchange)) throw new Error('cannot cancel');
    return { kind: 'cancel', answer: await exchange.requestCancel({ ...open, network: network ?? intent.network }) };
  };

const statuses =
  (knowsClientId: boolean): Run =>
  async ({ exchange, open }) => {
    const { records, unreadable, notRead } = await exchange.readStatuses(
      [{ ...open, clientWithdrawalId: knowsClientId ? open.clientWithdrawalId : null }],
      poll,
    );
    return { kind: 'read', records, isAbsent: records.length + unreadable.length + notRead.length === 0 };
  };

const byId =
  (knowsClientId: boolean): Run =>
  async ({ exchange, open }) => {
    const found = await exchange.findById(
      open.exchangeWithdrawalId,
      { ...open, clientWithdrawalId: knowsClientId ? open.clientWithdrawalId : null },
      poll,
    );
    return { kind: 'read', records: found.kind === 'found' ? [found.record] : [], isAbsent: found.kind === 'notFound' };
  };

/** The search for a lost submit. */
const search: Run = async ({ exchange, intent, open }) => {
  if ('findByClientId' in exchange) {
    const found = await exchange.findByClientId(intent, poll);
    return { kind: 'read', records: found.kind === 'found' ? [found.record] : [], isAbsent: found.kind === 'notFound' };
  }
  const { records, unreadableRows, complete } = await exchange.readHistory(intent, open.notBeforeMs, null, poll);
  const ours = records.filter((record) => record.exchangeWithdrawalId === open.exchangeWithdrawalId);
  return { kind: 'read', records, isAbsent: complete && unreadableRows === 0 && ours.length === 0 };
};

const freeze: Run = async ({ exchange, request, intent }) => ({
  kind: 'value',
  value: await exchange.freeze(request, intent.clientWithdrawalId, poll),
});
const probe: Run = async ({ exchange }) => ({ kind: 'value', value: await exchange.probe(poll) });
const rules: Run = async ({ exchange }) => ({ kind: 'value', value: await exchange.readAssetRules(poll) });

const read =
  <Client>(create: (config: never) => Client, ask: (client: Client, bench: FuzzBench) => Promise<unknown>): Run =>
  async (bench) => ({ kind: 'value', value: await ask(create(bench.config as never), bench) });
const deed =
  <Client>(
    create: (config: never) => Client,
    act: (client: Client, bench: FuzzBench) => Promise<Reply | Failed>,
  ): Run =>
  async (bench) => ({ kind: 'deed', reply: await act(create(bench.config as never), bench) });

const bigone: FuzzCall[] = [
  ['POST /viewer/withdrawals', 'submit', submit],
  ['GET /viewer/withdrawals/{guid}', 'search', search],
  ['GET /viewer/withdrawals/{guid}', 'readStatuses', statuses(true)],
  ['GET /viewer/withdrawals', 'readStatuses', statuses(false)],
  ['GET /viewer/withdrawals', 'findById', byId(false)],
  ['POST /viewer/withdrawals/{guid}/cancel', 'requestCancel', cancel()],
  ['GET /ping', 'probe', probe],
  ['GET /assets', 'readAssetRules', rules],
];

const bitunixRoot = '/api/spot/v1';
const bitunixHistory = `POST ${bitunixRoot}/withdraw_transfer/page`;
const bitunix: FuzzCall[] = [
  [`GET ${bitunixRoot}/user/account`, 'listBalances', read(createBitunixClient, (client) => client.listBalances(poll))],
  [`POST ${bitunixRoot}/withdraw`, 'submit', submit],
  [`POST ${bitunixRoot}/withdraw/cancel`, 'requestCancel', cancel()],
  [`POST ${bitunixRoot}/inside_transfer`, 'submit of an internal transfer', transfer],
  [`POST ${bitunixRoot}/inside_transfer/cancel`, 'requestCancel of an internal transfer', cancel('internal:uid')],
  [bitunixHistory, 'readStatuses', statuses(true)],
  [bitunixHistory, 'findById', byId(true)],
  [bitunixHistory, 'search', search],
  [
    `POST ${bitunixRoot}/funds_transfer`,
    'fundsTransfer',
    deed(createBitunixClient, (client) => client.fundsTransfer({ type: 'spot_futures', coin: 'USDT', amount: '1' })),
  ],
  [`GET ${bitunixRoot}/user/info`, 'probe', probe],
  [`GET ${bitunixRoot}/common/coin/coin_network/list`, 'readAssetRules', rules],
];

const place = { currency: 'TRX', network: 'TRON' };
const btseVersioned = (version: 'v3.2' | 'v3.3'): FuzzCall[] => [
  [`POST /api/${version}/user/wallet/withdraw`, 'submit', submit],
  [
    `POST /api/${version}/user/wallet/address`,
    'createAddress',
    deed(createBtseClient, (client) => client.createAddress(place)),
  ],
  [
    `GET /api/${version}/user/wallet/address`,
    'getAddress',
    read(createBtseClient, (client) => client.getAddress(place, poll)),
  ],
  [
    `DELETE /api/${version}/user/wallet/address`,
    'deleteAddress',
    deed(createBtseClient, (client, { intent }) => client.deleteAddress({ ...place, address: intent.address })),
  ],
  [
    `POST /api/${version}/user/wallet/transfer`,
    'transfer',
    deed(createBtseClient, (client) =>
      client.transfer({ amount: '5.50', asset: 'TRX', toUser: 'bob', toUserMail: 'bob@example.org' }),
    ),
  ],
];
const btseHistory = 'GET /api/v3.2/user/wallet_history';
const btse: FuzzCall[] = [
  ...btseVersioned('v3.2'),
  [btseHistory, 'readStatuses', statuses(true)],
  [btseHistory, 'findById', byId(true)],
  [btseHistory, 'search', search],
  ['GET /api/v3.2/user/wallet', 'probe', probe],
  [
    'POST /api/v3.2/user/wallet/convert',
    'convert',
    deed(createBtseClient, (client) => client.convert({ amount: '10', fromAsset: 'TRX', toAsset: 'USD' })),
  ],
  [
    'POST /api/v3.2/subaccount/wallet/history',
    'readSubaccountHistory',
    read(createBtseClient, (client) => client.readSubaccountHistory({ page: '1', pageSize: '50' }, poll)),
  ],
  [
    'GET /api/v3.2/availableCurrencies',
    'listCurrencies',
    read(createBtseClient, (client) => client.listCurrencies({ action: 'SEND' }, poll)),
  ],
  [
    'GET /api/v3.2/availableCurrencyNetworks',
    'listNetworkNames',
    read(createBtseClient, (client) => client.listNetworkNames({ currency: 'TRX' }, poll)),
  ],
  [
    'GET /api/v3.2/exchangeRate',
    'getOldExchangeRate',
    read(createBtseClient, (client) => client.getOldExchangeRate({ srcCurrency: 'TRX', targetCurrency: 'USD' }, poll)),
  ],
  [
    'GET /public-api/wallet/v1/assets/exchangeRate',
    'getExchangeRate',
    read(createBtseClient, (client) =>
      client.getExchangeRate({ baseCurrency: 'TRX', amount: '2', quoteCurrency: 'USD' }, poll),
    ),
  ],
  ['GET /public-api/wallet/v1/crypto/networks', 'readAssetRules', rules],
];

const assets = '/api/v1/private/assets';
const low = '/api/v1/private/withdraw';
const meta = 'GET /api/v1/public/meta/getMetaData';
const coinId = ({ intent }: FuzzBench) => intent.frozen['coinId'] ?? '';
const edgexNormal: FuzzCall[] = [
  [`POST ${assets}/createNormalWithdraw`, 'submit', submit],
  [`GET ${assets}/getNormalWithdrawById`, 'readStatuses', statuses(true)],
  [`GET ${assets}/getNormalWithdrawById`, 'findById', byId(true)],
  [`GET ${assets}/getNormalWithdrawById`, 'search', search],
  [
    `GET ${assets}/getNormalWithdrawableAmount`,
    'getNormalWithdrawableAmount',
    read(createNormalWithdrawClient, (client, { intent }) =>
      client.getNormalWithdrawableAmount({ address: intent.address }, poll),
    ),
  ],
  [`GET ${assets}/getAllOrdersPage`, 'search', search],
  [meta, 'freeze', freeze],
  ['GET /api/v1/public/meta/getServerTime', 'probe', probe],
];
const edgexCross: FuzzCall[] = [
  [`POST ${assets}/createCrossWithdraw`, 'submit', submit],
  [`GET ${assets}/getCrossWithdrawById`, 'readStatuses', statuses(true)],
  [`GET ${assets}/getCrossWithdrawById`, 'search', search],
  [`GET ${assets}/getCrossWithdrawSignInfo`, 'freeze', freeze],
  [`GET ${assets}/getAllOrdersPage`, 'search', search],
  [meta, 'readAssetRules', rules],
  [
    `GET ${assets}/getCrossWithdrawById`,
    'getCrossWithdrawById',
    read(createCrossWithdrawClient, (client, { open }) =>
      client.getCrossWithdrawById({ crossWithdrawIdList: [open.exchangeWithdrawalId] }, poll),
    ),
  ],
];
const edgexLow: FuzzCall[] = [
  [`POST ${low}/createWithdraw`, 'submit', submit],
  [`GET ${low}/getWithdrawById`, 'readStatuses', statuses(true)],
  [`GET ${low}/getWithdrawById`, 'findById', byId(true)],
  [`GET ${low}/getWithdrawByClientWithdrawId`, 'search', search],
  [`GET ${low}/getActiveWithdraw`, 'probe', probe],
  [
    `GET ${low}/getWithdrawAvailableAmount`,
    'getWithdrawAvailableAmount',
    read(createWithdrawClient, (client, bench) => client.getWithdrawAvailableAmount({ coinId: coinId(bench) }, poll)),
  ],
];

export type Suite = {
  readonly adapter: string;
  readonly title: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly calls: readonly FuzzCall[];
};

/**
 * Every call of the documents, and the public calls that are used beside them. A call that a withdrawal makes is made
 * through the adapter's operation.
 */
export const suites: readonly Suite[] = [
  { adapter: 'bigone', title: 'bigone', calls: bigone },
  { adapter: 'bitunix', title: 'bitunix', calls: bitunix },
  { adapter: 'btse', title: 'btse', options: { assets: ['TRX'] }, calls: btse },
  { adapter: 'btse', title: 'btse v3.3', options: { apiVersion: 'v3.3' }, calls: btseVersioned('v3.3') },
  { adapter: 'edgex-normal-withdraw', title: 'edgex-normal-withdraw', calls: edgexNormal },
  { adapter: 'edgex-cross-withdraw', title: 'edgex-cross-withdraw', calls: edgexCross },
  { adapter: 'edgex-withdraw', title: 'edgex-withdraw', calls: edgexLow },
];
