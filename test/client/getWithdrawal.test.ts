import { describe, expect, test } from '@jest/globals';
import { TypedSearchAttributes } from '@temporalio/common';

import { searchAttributePairs } from '../../client/temporal/searchAttributes.ts';
import { createWithdrawalClient } from '../../client/withdrawalClient.ts';
import { withdrawalWorkflowType } from '../../workflows/messages.ts';
import { aRequest, aResult, aState } from './support/builders.ts';
import { FakeTemporal, type FakeRun } from './support/fakeTemporal.ts';

function setUp(run: Partial<FakeRun>): ReturnType<typeof createWithdrawalClient> {
  const temporal = new FakeTemporal();
  const typedSearchAttributes = new TypedSearchAttributes(
    searchAttributePairs({
      account: 'bigone/treasury',
      asset: 'USDT',
      network: 'Tron',
      phase: 'FOLLOWING',
      attention: 'a reason of tomorrow',
    }),
  );
  temporal.add({
    workflowId: 'withdrawal/w-1',
    type: withdrawalWorkflowType,
    memo: { request: aRequest(), workerGroup: 'main' },
    typedSearchAttributes,
    ...run,
  });
  return createWithdrawalClient({ temporal: temporal.client, namespace: 'default' });
}

describe('getWithdrawal', () => {
  test('behavior: settled, from its result; no worker is needed', async () => {
    const result = aResult(aState({ phase: 'SETTLED', status: 'FAILED', moneyLeft: 'no' }));
    expect(await setUp({ status: { name: 'COMPLETED' }, result }).get('w-1')).toMatchObject({
      source: 'result',
      moneyLeft: 'no',
      result,
    });
  });

  test('behavior: open, from its workflow; "nothing has left so far" is not told as "no"', async () => {
    const state = aState({ phase: 'VALIDATING', moneyLeft: 'no', submissions: [] });
    expect(await setUp({ queries: { withdrawalState: () => state } }).get('w-1')).toMatchObject({
      source: 'state',
      phase: 'VALIDATING',
      moneyLeft: 'unknown',
      state,
    });
  });

  test('behavior: no worker answers, so from search attributes and memo, marked as such', async () => {
    expect(await setUp({}).get('w-1')).toMatchObject({
      source: 'visibility',
      phase: 'FOLLOWING',
      attention: null,
      moneyLeft: 'unknown',
      state: null,
      request: aRequest(),
      missingBecause: expect.stringContaining('no worker'),
    });
  });

  test('error: unknown id', async () => {
    await expect(setUp({}).get('w-3')).rejects.toMatchObject({ kind: 'withdrawalNotFound' });
  });
});
