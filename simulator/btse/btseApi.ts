import type { Call, ExchangeApi, ExchangeState, Route } from '../exchangeApi.ts';
import { createRateLimiter } from '../rateLimit.ts';
import { createRecordView } from '../recordView.ts';
import type { Refusal } from '../refusal.ts';
import { createAddresses } from './addresses.ts';
import { createAuthenticate } from './authenticate.ts';
import { createFunds } from './funds.ts';
import { createHistory } from './history.ts';
import { createJournal } from './journal.ts';
import { createMarket } from './market.ts';
import { refusals } from './refusals.ts';
import { createSubmit, submitSubjects } from './submit.ts';

const queryLimit = { requests: 15, perMs: 1000 };
const [old, newer] = ['/spot/api', '/public-api/wallet/v1'];
/** Some calls are documented under two versions. */
const versions = ['v3.2', 'v3.3'] as const;

/** BTSE: HMAC-SHA384, no id of the client's, no cancel, a history of all kinds of rows that shows no address. */
export function createBtseApi(state: ExchangeState): ExchangeApi {
  const { options, clock } = state;
  const authenticate = createAuthenticate(options.accounts, () => clock.now(), options.recvWindowMs ?? 60_000);
  const journal = createJournal();
  const history = createHistory(state, createRecordView(state, 'RISK_REVIEWING'), journal);
  const funds = createFunds(state, journal);
  const addresses = createAddresses(state);
  const market = createMarket(state, authenticate);
  const submit = createSubmit(state);
  const enveloped = (data: unknown) => ({
    code: 1,
    msg: 'Success',
    time: Math.round(clock.now()),
    success: true,
    data,
  });
  const queries = createRateLimiter(options.rateLimit ?? queryLimit, clock);
  const userOf = (call: Call) =>
    options.accounts.find((account) => account.apiKey === call.headers['request-api'])?.accountId ?? call.ip;

  function errorBody({ httpStatus, code, message }: Refusal) {
    const shapes = {
      errorCode: { status: httpStatus, errorCode: code, message, extraData: null },
      enveloped: { success: false, code, msg: message, time: Math.round(clock.now()), data: null },
      error: { status: httpStatus, error: 'refused', code, message },
    };
    return shapes[options.btse?.errorShape ?? 'errorCode'];
  }

  /** Wallet operations count against the user; the rest against a limit of its own. */
  function limitKey(call: Call): string | null {
    if (/\/(?:user|subaccount)\//.test(call.path)) return `wallet ${userOf(call)}`;
    const waitMs = queries.take(userOf(call));
    if (waitMs !== null) throw refusals.tooMany(Math.max(1, Math.ceil(waitMs / 1000)));
    return null;
  }

  const ofBothVersions = versions.flatMap((version): Route[] => {
    const user = `${old}/${version}/user/wallet`;
    return [
      {
        method: 'POST',
        path: `${user}/withdraw`,
        access: 'withdraw',
        point: 'submit',
        subjects: submitSubjects,
        answer: submit,
      },
      { method: 'POST', path: `${user}/address`, access: 'read', answer: addresses.create },
      { method: 'GET', path: `${user}/address`, access: 'read', answer: addresses.get },
      { method: 'DELETE', path: `${user}/address`, access: 'read', answer: addresses.remove },
      { method: 'POST', path: `${user}/transfer`, access: 'withdraw', answer: funds.transfer },
    ];
  });

  return {
    basePath: '',
    limitPerEndpoint: false,
    limitKey,
    authenticate,
    errorBody,
    refusals,
    routes: [
      ...ofBothVersions,
      { method: 'GET', path: `${old}/v3.2/user/wallet`, access: 'read', answer: funds.balances },
      { method: 'GET', path: `${old}/v3.2/user/wallet_history`, access: 'read', ...history },
      { method: 'POST', path: `${old}/v3.2/user/wallet/convert`, access: 'read', answer: funds.convert },
      {
        method: 'POST',
        path: `${old}/v3.2/subaccount/wallet/history`,
        access: 'read',
        answer: (call) => enveloped(funds.subaccountHistory(call)),
      },
      {
        method: 'GET',
        path: `${old}/v3.2/availableCurrencies`,
        access: 'read',
        answer: ({ call }) => market.currencies(call),
      },
      { method: 'GET', path: `${old}/v3.2/availableCurrencyNetworks`, access: 'public', answer: market.networkNames },
      { method: 'GET', path: `${old}/v3.2/exchangeRate`, access: 'public', answer: market.oldRate },
      { method: 'GET', path: `${newer}/crypto/networks`, access: 'public', answer: market.networks },
      { method: 'GET', path: `${newer}/assets/exchangeRate`, access: 'public', answer: market.rate },
    ],
  };
}
