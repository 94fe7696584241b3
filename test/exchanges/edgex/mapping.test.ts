import { describe, expect, test } from '@jest/globals';

import { failureDecisions } from '../../../domain/failure.ts';
import { isFinal, type WithdrawalStatus } from '../../../domain/status.ts';
import { readEdgexEnvelope } from '../../../exchanges/edgex/envelope.ts';
import { edgexFailures } from '../../../exchanges/edgex/failures.ts';
import { definitions, kinds, poll, submitted, withEdgex, type Kind } from './support/withEdgex.ts';

/** Every word that the documents list, and some that they don't. */
const tables: Record<Kind, [string, WithdrawalStatus][]> = {
  'edgex-normal-withdraw': [
    ['NORMAL_WITHDRAW_UNKNOWN', 'UNKNOWN'],
    ['NORMAL_WITHDRAW_PENDING_RISK_CHECKING', 'PENDING'],
    ['NORMAL_WITHDRAW_PENDING_TRADE_PROCESSING', 'PENDING'],
    ['NORMAL_WITHDRAW_PENDING_L2_APPROVING', 'L2_APPROVING'],
    ['NORMAL_WITHDRAW_PENDING_L1_CONFIRMING', 'L1_CONFIRMING'],
    ['NORMAL_WITHDRAW_PENDING_L1_WITHDRAWING', 'L1_CONFIRMING'],
    ['NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED', 'L1_COMPLETED'],
    ['NORMAL_WITHDRAW_FAILED_RISK_CHECK_FAILURE', 'FAILED'],
    ['NORMAL_WITHDRAW_FAILED_CENSOR_FAILURE', 'FAILED'],
    ['NORMAL_WITHDRAW_FAILED_L2_REJECTED', 'FAILED'],
    ['UNRECOGNIZED', 'UNKNOWN'],
  ],
  'edgex-cross-withdraw': [
    ['CROSS_WITHDRAW_UNKNOWN', 'UNKNOWN'],
    ['CROSS_WITHDRAW_PENDING_RISK_CHECKING', 'PENDING'],
    ['CROSS_WITHDRAW_PENDING_CHECKING', 'PENDING'],
    ['CROSS_WITHDRAW_SUCCESS_SUBMIT_CENSOR', 'PENDING'],
    ['CROSS_WITHDRAW_PENDING_CENSOR_CHECKING_ACCOUNT', 'PENDING'],
    ['CROSS_WITHDRAW_PENDING_CENSORING', 'PENDING'],
    ['CROSS_WITHDRAW_PENDING_L2_APPROVING', 'L2_APPROVING'],
    ['CROSS_WITHDRAW_PENDING_L1_SUBMIT', 'L1_CONFIRMING'],
    ['CROSS_WITHDRAW_PENDING_L1_CONFIRMING', 'L1_CONFIRMING'],
    ['CROSS_WITHDRAW_SUCCESS', 'L1_COMPLETED'],
    ['CROSS_WITHDRAW_FAILED_RISK_CHECK_FAILURE', 'FAILED'],
    ['CROSS_WITHDRAW_FAILED_TRANSFER_REJECTED', 'FAILED'],
    ['CROSS_WITHDRAW_FAILED_CENSOR_CHECKING_ACCOUNT_REJECTED', 'FAILED'],
    ['CROSS_WITHDRAW_FAILED_CENSORING', 'FAILED'],
    ['CROSS_WITHDRAW_FAILED_L2_REJECTED', 'FAILED'],
    ['CROSS_WITHDRAW_FAILED_L1_SUBMIT_REJECTED', 'UNKNOWN'],
    ['CROSS_WITHDRAW_FAILED_L1_REJECTED', 'UNKNOWN'],
    ['CROSS_WITHDRAW_FAILED_USER_BALANCE_NOT_ENOUGH', 'FAILED'],
    ['UNRECOGNIZED', 'UNKNOWN'],
  ],
  'edgex-withdraw': [
    ['PENDING_CHECKING', 'PENDING'],
    ['PENDING_CENSORING', 'PENDING'],
    ['SUCCESS_CENSOR_SUCCESS', 'L2_APPROVING'],
    ['SUCCESS_L2_APPROVED', 'L1_CONFIRMING'],
    ['FAILED_CHECK_INVALID', 'FAILED'],
    ['FAILED_CENSOR_FAILURE', 'FAILED'],
    ['FAILED_L2_REJECT', 'L2_APPROVING'],
    ['FAILED_L2_REJECT_APPROVED', 'FAILED'],
  ],
};
const strange: [string, WithdrawalStatus][] = [
  ['SUCCESS', 'UNKNOWN'],
  ['FAILED', 'UNKNOWN'],
  ['constructor', 'UNKNOWN'],
  ['normal_withdraw_success_l1_completed', 'UNKNOWN'],
  ['SUCCESS_L1_COMPLETED', 'UNKNOWN'],
];

describe.each(kinds)('%s: statuses', (kind) => {
  test('the table has every word of the documents and no other', () => {
    expect(definitions[kind].statusTable).toEqual(Object.fromEntries(tables[kind]));
  });

  test('each word is read off a record, also those that nobody knows', async () => {
    const setting = await withEdgex(kind);
    const open = await submitted(setting);
    for (const [word, status] of [...tables[kind], ...strange]) {
      setting.simulator.advance(open.exchangeWithdrawalId, { raw: word });
      const [record] = (await setting.exchange.readStatuses([open], poll)).records;
      expect(record).toMatchObject({ status, exchangeStatus: word });
    }
  });

  test('a person must claim exactly where the money waits on L1', () => {
    const waiting = {
      'edgex-normal-withdraw': 'NORMAL_WITHDRAW_PENDING_L1_WITHDRAWING',
      'edgex-cross-withdraw': null,
      'edgex-withdraw': 'SUCCESS_L2_APPROVED',
    }[kind];
    expect(waiting === null || tables[kind].find(([word]) => word === waiting)?.[1] === 'L1_CONFIRMING').toBe(true);
  });
});

test.each([
  ['edgex-normal-withdraw', 'broadcast', 'claimOnL1'],
  ['edgex-normal-withdraw', 'completed', null],
  ['edgex-withdraw', 'completed', 'claimOnL1'],
  ['edgex-withdraw', 'broadcast', null],
  ['edgex-cross-withdraw', 'broadcast', null],
] as const)('%s %s: action %s', async (kind, status, action) => {
  const setting = await withEdgex(kind);
  const open = await submitted(setting);
  setting.simulator.advance(open.exchangeWithdrawalId, status);
  expect((await setting.exchange.readStatuses([open], poll)).records[0]?.action).toBe(action);
});

test('a low-level withdrawal never says delivered', () => {
  expect(Object.values(definitions['edgex-withdraw'].statusTable)).not.toContain('L1_COMPLETED');
});

test('failed on L1 is never final: the money has left the L2', () => {
  const { statusTable } = definitions['edgex-cross-withdraw'];
  const words = Object.keys(statusTable).filter((word) => word.includes('FAILED_L1'));
  expect(words.map((word) => isFinal(statusTable[word] as WithdrawalStatus))).toEqual([false, false]);
});

describe('codes', () => {
  test.each([
    ['INVALID_API_KEY', 'rejected'],
    ['GATEWAY_HEADER_REQUIRED', 'rejected'],
    ['ACCOUNT_ID_WHITELIST_ERROR', 'rejected'],
    ['GATEWAY_PARAM_INVALID', 'rejected'],
    ['INVALID_GET_PAGE_SIZE', 'rejected'],
    ['HTTP 429', 'notSent'],
  ])('%s on a submit means %s', (code, meaning) => {
    const reason = edgexFailures[code];
    expect(reason === undefined ? null : failureDecisions[reason].onSubmit).toBe(meaning);
  });

  test('no other code is known', () => expect(Object.keys(edgexFailures)).toHaveLength(6));

  test.each([
    ['{"code":"SUCCESS","data":1}', true],
    ['{"code":"success","data":1}', false],
    ['{"code":"SUCCESSFUL"}', false],
    ['{"code":"string"}', false],
    ['{"code":0}', false],
  ])('%s succeeded: %s', (body, succeeded) => expect(readEdgexEnvelope(body)?.succeeded).toBe(succeeded));

  test.each(['', '[]', '{}', '{"data":{}}', '<html>', '{"code":""}', '{"code":null}', 'null'])(
    '%j is no envelope',
    (body) => expect(readEdgexEnvelope(body)).toBeNull(),
  );
});
