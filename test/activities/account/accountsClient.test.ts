import { describe, expect, test } from '@jest/globals';
import { type Client, ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';

import { createAccountsClient } from '../../../activities/account/accountsClient.ts';

const request = { withdrawalId: 'w', submission: 1, token: 't', laneKey: null, baseline: null };

/** A Temporal client whose one workflow handle does what the test says. */
function aClient(act: (kind: string, name: string, argument?: unknown) => Promise<unknown>): Client {
  const handle = {
    executeUpdate: (name: string, { args }: { args: readonly unknown[] }) => act('update', name, args[0]),
    query: (name: string) => act('query', name),
    signal: (name: string) => act('signal', name),
  };
  return {
    workflow: { getHandle: () => handle },
    withDeadline: (_deadline: number, run: () => Promise<unknown>) => run(),
  } as unknown as Client;
}

const grpcError = (code: number): Error =>
  Object.assign(new Error('secret words of the server'), { code, details: '', metadata: {} });

describe('accountsClient', () => {
  test.each(['accountPaused', 'laneBusy', 'claimsFull'] as const)(
    'behavior: refused with %s is an answer',
    async (type) => {
      const accounts = createAccountsClient(
        aClient(() =>
          Promise.reject(
            new WorkflowUpdateFailedError(
              'x',
              ApplicationFailure.create({
                type: 'NoneGranted',
                message: 'why',
                details: [[{ kind: 'notNow', refusal: type, message: 'why' }]],
              }),
            ),
          ),
        ),
      );
      expect(await accounts.requestGrant('a/b', request)).toEqual({ kind: 'notNow', refusal: type, message: 'why' });
    },
  );

  const errors: readonly [string, Error, string][] = [
    ['no such workflow', new WorkflowNotFoundError('x', 'w', undefined), 'accountMissing'],
    [
      'an update that failed otherwise',
      new WorkflowUpdateFailedError('x', ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow' })),
      'accountUnavailable',
    ],
    ['resource exhausted', new ServiceError('x', { cause: grpcError(8) }), 'accountUnavailable'],
    ['anything else', new Error('secret words of the server'), 'accountUnavailable'],
  ];
  test.each(errors)('error: %s is typed, in our words', async (_what, error, reason) => {
    const accounts = createAccountsClient(aClient(() => Promise.reject(error)));
    for (const call of [
      accounts.requestGrant('a/b', request),
      accounts.claim('a/b', request),
      accounts.reportHealth('a/b', {} as never),
    ]) {
      const caught = await call.catch((thrown: unknown) => thrown);
      expect(caught).toMatchObject({ name: 'AccountError', reason });
      expect(String(caught)).not.toContain('secret');
    }
  });

  test('behavior: grants asked for together go in few updates, two at a time, each with its own answer', async () => {
    let inFlight = 0;
    let most = 0;
    const sizes: number[] = [];
    const accounts = createAccountsClient(
      aClient(async (_kind, _name, argument) => {
        const requests = argument as readonly { token: string }[];
        sizes.push(requests.length);
        most = Math.max(most, (inFlight += 1));
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return requests.map(({ token }) => ({ kind: 'notNow', refusal: 'laneBusy', message: token }));
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => accounts.requestGrant('a/b', { ...request, token: `t${index}` })),
    );
    expect(answers.map((answer) => 'message' in answer && answer.message)).toEqual(
      Array.from({ length: 60 }, (_, index) => `t${index}`),
    );
    expect(most).toBe(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60);
    expect(sizes.length).toBeLessThan(8);
  });

  test('error: a lost call is the loss of everyone in it, and of nobody else', async () => {
    let calls = 0;
    const accounts = createAccountsClient(
      aClient(async (_kind, _name, argument) => {
        calls += 1;
        if (calls === 1) throw new Error('lost');
        return (argument as readonly unknown[]).map(() => ({ kind: 'granted' }));
      }),
    );
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => accounts.requestGrant('a/b', request)));
    expect(answers.filter((answer) => answer.status === 'rejected')).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 'fulfilled').map((answer) => answer.value)).toEqual(
      Array.from({ length: 9 }, () => ({ kind: 'granted' })),
    );
  });

  test('behavior: other updates of an account are at most two in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const accounts = createAccountsClient(
      aClient(async () => {
        most = Math.max(most, (inFlight += 1));
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return { kind: 'revoked' };
      }),
    );
    await Promise.all(Array.from({ length: 50 }, () => accounts.revokeGrant('a/b', request)));
    expect(most).toBe(2);
  });
});
