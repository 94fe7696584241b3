import type { ExchangeApi, ExchangeState } from '../exchangeApi.ts';
import { createRecordView } from '../recordView.ts';
import { createAuthenticate } from './authenticate.ts';
import { refusals } from './refusals.ts';
import { createSubmit, submitSubjects } from './submit.ts';
import { createWallet } from './wallet.ts';
import { createWithdrawals } from './withdrawals.ts';

/** BigONE: JWT, found by guid, cancels that take effect later, money out of the FUND wallet. */
export function createBigoneApi(state: ExchangeState): ExchangeApi {
  const withdrawals = createWithdrawals(state, createRecordView(state, 'RISK_REVIEWING'));
  const wallet = createWallet(state);
  const { addressedSubjects: addressed, listSubjects: listed } = withdrawals;
  return {
    basePath: '/api/v3',
    limitPerEndpoint: false,
    authenticate: createAuthenticate(
      state.options.accounts,
      () => state.clock.now(),
      state.options.recvWindowMs ?? 30_000,
    ),
    errorBody: ({ code, message }) => ({ code, message }),
    refusals,
    routes: [
      { method: 'GET', path: '/ping', access: 'public', answer: wallet.ping },
      { method: 'GET', path: '/assets', access: 'public', answer: wallet.assets },
      {
        method: 'POST',
        path: '/viewer/withdrawals',
        access: 'withdraw',
        point: 'submit',
        subjects: submitSubjects,
        answer: createSubmit(state),
      },
      {
        method: 'GET',
        path: '/viewer/withdrawals',
        access: 'read',
        point: 'follow',
        subjects: listed,
        answer: withdrawals.list,
      },
      {
        method: 'GET',
        path: '/viewer/withdrawals/{guid}',
        access: 'read',
        point: 'lookup',
        subjects: addressed,
        answer: withdrawals.get,
      },
      {
        method: 'POST',
        path: '/viewer/withdrawals/{guid}/cancel',
        access: 'withdraw',
        point: 'cancel',
        subjects: addressed,
        answer: withdrawals.cancel,
      },
      { method: 'GET', path: '/viewer/fund/accounts', access: 'read', answer: wallet.fundBalances },
      { method: 'GET', path: '/viewer/fund/accounts/{symbol}', access: 'read', answer: wallet.fundBalance },
      { method: 'GET', path: '/viewer/accounts', access: 'read', answer: wallet.spotBalances },
      { method: 'POST', path: '/viewer/transfer', access: 'withdraw', answer: wallet.transfer },
    ],
  };
}
