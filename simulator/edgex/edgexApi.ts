import type { AccountCall, ExchangeApi, ExchangeState } from '../exchangeApi.ts';
import { createRecordView } from '../recordView.ts';
import { createAuthenticate } from './authenticate.ts';
import { chainById, metaData, provider } from './coins.ts';
import { createCreate, createSubjects } from './create.ts';
import { createEnvelope } from './envelope.ts';
import { createOrders, type OrderKind } from './orders.ts';
import { createReads } from './reads.ts';
import { refusals } from './refusals.ts';
import { crossFeeOf, crossMaxAmountOf } from './settings.ts';

/** edgeX: Stark signatures on every request and every order, three kinds of withdrawals, nothing can be cancelled. */
export function createEdgexApi(state: ExchangeState): ExchangeApi {
  const settings = state.options.edgex ?? {};
  const now = () => state.clock.now();
  const envelope = createEnvelope(now);
  const orders = createOrders();
  const quotes = new Set<string>();
  const reads = createReads({ state, orders, envelope, view: createRecordView(state, 'PENDING_MANUAL_REVIEW') });
  const create = (kind: OrderKind) =>
    ({
      access: 'withdraw',
      point: 'submit',
      subjects: createSubjects(kind),
      answer: createCreate({ state, orders, envelope, settings, quotes }, kind),
    }) as const;
  const [assets, low] = ['/api/v1/private/assets', '/api/v1/private/withdraw'];

  function signInfo({ call }: AccountCall) {
    if (!chainById(call.query.get('chainId') ?? '')) throw refusals.badParameter('chainId is unknown');
    const fee = crossFeeOf(settings);
    quotes.add(fee);
    return envelope.ok({ ...provider, crossWithdrawMaxAmount: crossMaxAmountOf(settings), fee });
  }

  return {
    basePath: '',
    limitPerEndpoint: false,
    authenticate: createAuthenticate({
      accounts: state.options.accounts,
      now,
      windowMs: state.options.recvWindowMs ?? 60_000,
      settings,
    }),
    errorBody: (refusal) => envelope.error(refusal),
    refusals,
    routes: [
      {
        method: 'GET',
        path: '/api/v1/public/meta/getServerTime',
        access: 'public',
        answer: () => envelope.ok({ timeMillis: String(now()) }),
      },
      {
        method: 'GET',
        path: '/api/v1/public/meta/getMetaData',
        access: 'public',
        answer: () => envelope.ok(metaData(settings.maintenanceReason ?? '')),
      },
      { method: 'POST', path: `${assets}/createNormalWithdraw`, ...create('normal') },
      { method: 'POST', path: `${assets}/createCrossWithdraw`, ...create('cross') },
      { method: 'GET', path: `${assets}/getCrossWithdrawSignInfo`, access: 'read', answer: signInfo },
      {
        method: 'GET',
        path: `${assets}/getNormalWithdrawById`,
        access: 'read',
        ...reads.byId('normal', 'normalWithdrawIdList'),
      },
      {
        method: 'GET',
        path: `${assets}/getCrossWithdrawById`,
        access: 'read',
        ...reads.byId('cross', 'crossWithdrawIdList'),
      },
      {
        method: 'GET',
        path: `${assets}/getNormalWithdrawableAmount`,
        access: 'read',
        answer: (call) => reads.claimable(call),
      },
      {
        method: 'GET',
        path: `${assets}/getAllOrdersPage`,
        access: 'read',
        point: 'follow',
        subjects: reads.listSubjects,
        answer: (call) => reads.orders(call),
      },
      { method: 'POST', path: `${low}/createWithdraw`, ...create('withdraw') },
      { method: 'GET', path: `${low}/getWithdrawById`, access: 'read', ...reads.byId('withdraw', 'withdrawIdList') },
      {
        method: 'GET',
        path: `${low}/getWithdrawByClientWithdrawId`,
        access: 'read',
        ...reads.byClientId('withdraw', 'clientWithdrawIdList'),
      },
      {
        method: 'GET',
        path: `${low}/getActiveWithdraw`,
        access: 'read',
        point: 'follow',
        subjects: reads.listSubjects,
        answer: (call) => reads.active(call),
      },
      {
        method: 'GET',
        path: `${low}/getWithdrawAvailableAmount`,
        access: 'read',
        answer: (call) => reads.available(call),
      },
    ],
  };
}
