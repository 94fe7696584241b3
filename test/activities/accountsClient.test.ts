import { describe, expect, test } from '@jest/globals';
import { type Client, ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { createAccountsClient } from '../../activities/accountsClient.ts';

const request = { withdrawalId: 'w', submission: 1, token: 't', laneKey: null, baseline: null };

/** A Temporal client whose one workflow handle does what the test says. */
function aClient(act: (kind: string, name: string) => Promise<unknown>): Client {
  const handle = {
    executeUpdate: (name: string) => act('update', name),
    query: (name: string) => act('query', name),
    signal: (name: string) => act('signal', name),
  };
  return { workflow: { getHandle: () => handle }, withDeadline: (_deadline: number, run: () => Promise<unknown>) => run() } as unknown as Client;
}

const grpcError = (code: number): Error => Object.assign(new Error('secret words of the server'), { code, details: '', metadata: {} });

describe('accountsClient', () => {
  test.each(['AccountPaused', 'LaneBusy', 'ClaimsFull'] as const)('behavior: refused with %s is an answer', async (type) => {
    const accounts = createAccountsClient(aClient(() => Promise.reject(new WorkflowUpdateFailedError('x', ApplicationFailure.create({ type, message: 'why' })))));
    expect(await accounts.requestGrant('a/b', request)).toEqual({ kind: 'notNow', refusal: type, message: 'why' });
  });

  const errors: readonly [string, Error, string][] = [
    ['no such workflow', new WorkflowNotFoundError('x', 'w', undefined), 'AccountMissing'],
    ['an update that failed otherwise', new WorkflowUpdateFailedError('x', ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow' })), 'AccountUnavailable'],
    ['resource exhausted', new ServiceError('x', { cause: grpcError(8) }), 'AccountUnavailable'],
    ['anything else', new Error('secret words of the server'), 'AccountUnavailable'],
  ];
  test.each(errors)('error: %s is typed, in our words', async (_what, error, reason) => {
    const accounts = createAccountsClient(aClient(() => Promise.reject(error)));
    for (const call of [accounts.requestGrant('a/b', request), accounts.claim('a/b', request), accounts.reportHealth('a/b', {} as never)]) {
      const caught = await call.catch((thrown: unknown) => thrown);
      expect(caught).toMatchObject({ name: 'AccountError', reason });
      expect(String(caught)).not.toContain('secret');
    }
  });

  test('behavior: at most four updates of an account are in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const accounts = createAccountsClient(
      aClient(async () => {
        most = Math.max(most, (inFlight += 1));
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return { kind: 'granted' };
      }),
    );
    await Promise.all(Array.from({ length: 50 }, () => accounts.requestGrant('a/b', request)));
    expect(most).toBe(4);
  });
});
