import { describe, expect, test } from '@jest/globals';

import { createWithdrawalClient } from '../../../client/withdrawalClient.ts';
import { accountWorkflowType, withdrawalWorkflowType } from '../../../workflows/messages.ts';
import { FakeTemporal } from '../support/fakeTemporal.ts';

describe('account.takeover', () => {
  test.each(['RUNNING', 'CONTINUED_AS_NEW'])('error: a withdrawal whose run is %s keeps its lane', async (name) => {
    const temporal = new FakeTemporal();
    temporal.add({ workflowId: 'account/bitunix/main', type: accountWorkflowType });
    temporal.add({ workflowId: 'withdrawal/w-1', type: withdrawalWorkflowType, status: { name } });
    const client = createWithdrawalClient({ temporal: temporal.client, namespace: 'default' });
    const asked = client.account.takeover('bitunix/main', { withdrawalId: 'w-1', actor: 'ada', evidence: 'seen' });
    await expect(asked).rejects.toMatchObject({
      kind: 'accountRefused',
      because: expect.stringMatching(/^w-1 is running and frees its lane itself/),
    });
    // An update would have failed in another way: the fake takes none.
  });
});
