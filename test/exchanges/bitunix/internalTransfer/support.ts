import type { SubmitIntent } from '../../../../domain/withdrawal.ts';
import { bitunix } from '../../../../exchanges/bitunix/index.ts';
import { historyRow } from '../../../../exchanges/bitunix/wire.ts';
import type { Cancels, Exchange, FindsByHistory, OpenWithdrawal } from '../../../../exchanges/exchange.ts';
import { readJson } from '../../../../exchanges/http/json.ts';
import { anIntent, answered, aPort, poll, tronAddress } from '../../support/aRequest.ts';
import { apiKey, apiSecret, type Setting, withSimulator } from '../../support/withSimulator.ts';

export const finder = (exchange: Exchange) => exchange as unknown as FindsByHistory;
export const canceller = (exchange: Exchange) => exchange as unknown as Cancels;
export const recipients = {
  'internal:uid': '4712',
  'internal:phone': '86-13800000000',
  'internal:email': 'Ada.L+1@example.com',
} as const;
type InternalNetwork = keyof typeof recipients;
export const networks = Object.keys(recipients) as InternalNetwork[];
/** The ledger's own words for the same recipients. */
export const receivers = {
  'internal:uid': 'uid:4712',
  'internal:phone': 'phone:86 13800000000',
  'internal:email': 'email:Ada.L+1@example.com',
} as const;

const accounts = [
  { apiKey, apiSecret, accountId: '4711', balances: { USDT: '100', TRX: '100' } },
  { apiKey: 'other', apiSecret: 'other', accountId: '4712', balances: {} },
];
export const withAccounts = (options: Parameters<typeof withSimulator>[1] = {}) =>
  withSimulator('bitunix', { accounts, ...options });
export const transfer = (network: string, more: Partial<SubmitIntent> = {}) =>
  anIntent({
    asset: 'USDT',
    network,
    address: recipients[network as InternalNetwork] ?? '4712',
    amount: '10.50',
    ...more,
  });

export async function submitted({ exchange }: Setting, intent: SubmitIntent): Promise<OpenWithdrawal> {
  const answer = await exchange.submit(intent);
  if (answer.kind !== 'accepted' || answer.exchangeWithdrawalId === null)
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return {
    exchangeWithdrawalId: answer.exchangeWithdrawalId,
    clientWithdrawalId: null,
    asset: intent.asset,
    notBeforeMs: Date.now() - 60_000,
  };
}

export const sinceAMinute = (exchange: Exchange, intent: SubmitIntent) =>
  finder(exchange).readHistory(intent, Date.now() - 60_000, null, poll);
const nowMs = 1_744_185_300_000;
const transferRow = {
  id: '10',
  type: 'inside_transfer_out',
  coin: 'USDT',
  network: null,
  address: null,
  amount: '10.5',
  fee: null,
  feeCoin: null,
  status: 'pending',
  ctime: 1_744_185_294_000,
  transactionHash: null,
  memo: null,
  toType: 'uid',
  toUid: 4712,
  toPhoneCountryCode: null,
  toPhoneNumber: null,
  toEmail: null,
};
export const shown = (more: object) => ({ ...transferRow, ...more });
export const withdrawRow = {
  ...transferRow,
  id: '11',
  type: 'withdraw',
  coin: 'USDT',
  network: 'Tron (TRC-20)',
  address: tronAddress,
  toType: null,
  toUid: null,
};
/** As it comes out of JSON: no number is a JavaScript number. */
export const aRow = (more: object = {}) => historyRow.parse(readJson(JSON.stringify({ ...transferRow, ...more })));
export const ok = (data: unknown) =>
  answered({ code: '0', msg: 'result.success', data, success: true }, 200, { dateMs: nowMs });
export function withAnswers(answers: Parameters<typeof aPort>[0]) {
  const port = aPort(answers);
  return {
    port,
    exchange: bitunix.create({
      baseUrl: 'https://api.example',
      credentials: { apiKey, apiSecret },
      options: {},
      exchangeAccountId: null,
      http: port,
      nowMs: () => nowMs,
    }),
  };
}
