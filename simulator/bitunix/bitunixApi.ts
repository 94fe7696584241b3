import type { ExchangeApi, ExchangeState } from '../exchangeApi.ts';
import { createRecordView } from '../recordView.ts';
import { createAccount } from './account.ts';
import { createAuthenticate } from './authenticate.ts';
import { createCancel } from './cancel.ts';
import { createEnvelope } from './envelope.ts';
import { createHistory } from './history.ts';
import { createTransfers } from './insideTransfer.ts';
import { refusals } from './refusals.ts';
import { createSubmit, submitSubjects } from './submit.ts';

/** Bitunix: double SHA-256, no id of the client's, cancels in the first review only, history without a cursor. */
export function createBitunixApi(state: ExchangeState): ExchangeApi {
  const envelope = createEnvelope(state.options);
  const account = createAccount(state, envelope);
  const transfers = createTransfers(state, envelope);
  const withdrawalCancel = createCancel(state, envelope, 'withdrawId');
  const transferCancel = createCancel(state, envelope, 'insideTransferId');
  const base = '/api/spot/v1';
  return {
    basePath: '',
    limitPerEndpoint: true,
    authenticate: createAuthenticate(
      state.options.accounts,
      () => state.clock.now(),
      state.options.recvWindowMs ?? 60_000,
    ),
    errorBody: ({ code, message }) => envelope.error(code, message),
    refusals,
    routes: [
      { method: 'GET', path: `${base}/common/coin/coin_network/list`, access: 'public', answer: account.coins },
      { method: 'GET', path: `${base}/user/account`, access: 'read', answer: account.balances },
      { method: 'GET', path: `${base}/user/info`, access: 'read', answer: account.info },
      {
        method: 'POST',
        path: `${base}/withdraw`,
        access: 'withdraw',
        point: 'submit',
        subjects: submitSubjects,
        answer: createSubmit(state, envelope),
      },
      { method: 'POST', path: `${base}/withdraw/cancel`, access: 'withdraw', point: 'cancel', ...withdrawalCancel },
      {
        method: 'POST',
        path: `${base}/withdraw_transfer/page`,
        access: 'read',
        ...createHistory(state, createRecordView(state, 'risk_reviewing'), envelope),
      },
      {
        method: 'POST',
        path: `${base}/inside_transfer`,
        access: 'withdraw',
        point: 'submit',
        subjects: transfers.insideSubjects,
        answer: transfers.insideTransfer,
      },
      {
        method: 'POST',
        path: `${base}/inside_transfer/cancel`,
        access: 'withdraw',
        point: 'cancel',
        ...transferCancel,
      },
      { method: 'POST', path: `${base}/funds_transfer`, access: 'withdraw', answer: transfers.fundsTransfer },
    ],
  };
}
