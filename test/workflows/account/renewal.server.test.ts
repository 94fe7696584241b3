import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { AccountError } from '../../../activities/account/accountError.ts';
import { createAccountsClient, type AccountsClient } from '../../../activities/account/accountsClient.ts';
import { createWithdrawalClient, type WithdrawalClient } from '../../../client/index.ts';
import type { GrantRequest } from '../../../domain/accountState.ts';
import { startAccountServer, type AccountServer } from './support/accountServer.ts';

const hourMs = 3_600_000;

let server: AccountServer;
let accounts: AccountsClient;
let client: WithdrawalClient;

beforeAll(async () => {
  server = await startAccountServer(60);
  accounts = createAccountsClient(server.temporal);
  client = createWithdrawalClient({ temporal: server.temporal });
}, 120_000);
afterAll(async () => {
  client.close();
  await server.stop();
});

const by = { actor: 'ada', reason: 'a test asks' };

function request(withdrawalId: string, change: Partial<GrantRequest> = {}): GrantRequest {
  return {
    withdrawalId,
    submission: 1,
    token: `token-of-${withdrawalId}`,
    laneKey: null,
    baseline: { takenAtMs: 1, exchangeWithdrawalIds: [`before-${withdrawalId}`] },
    ...change,
  };
}

/** A lost answer is asked for again, as every activity does. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
    }
  }
}

/** Makes the account continue as new, by messages that change nothing of what these tests look at. */
async function renew(account: string): Promise<void> {
  const before = await server.runOf(account);
  for (let n = 0; (await server.runOf(account)) === before; n += 1)
    await again(() =>
      accounts.reportHealth(account, {
        worker: `worker-${n % 3}`,
        attention: 'clockSkew',
        active: n % 2 === 0,
        since: new Date(0).toISOString(),
        message: 'a test',
      }),
    );
}

describe('an account that goes on as a new run', () => {
  test('behavior: knows its grants by their tokens, with the first baseline, and lanes by their holders', async () => {
    const account = 'bitunix/tokens';
    await server.startAccount(account);
    const held = request('w-1', { laneKey: 'lane' });
    expect(await again(() => accounts.requestGrant(account, held))).toEqual({ kind: 'granted' });
    await renew(account);
    expect(await again(() => accounts.requestGrant(account, held))).toEqual({ kind: 'granted' });
    expect(
      await again(() => accounts.requestGrant(account, { ...held, token: 'another', baseline: null })),
    ).toMatchObject({ kind: 'alreadyGranted', claim: { token: held.token, baseline: held.baseline } });
    expect(await again(() => accounts.requestGrant(account, request('w-2', { laneKey: 'lane' })))).toMatchObject({
      kind: 'notNow',
      refusal: 'laneBusy',
      message: expect.stringContaining('w-1'),
    });
    await again(() =>
      accounts.reportOutcome(account, {
        withdrawalId: 'w-1',
        submission: 1,
        token: held.token,
        outcome: 'accepted',
        exchangeWithdrawalId: 'x-1',
      }),
    );
    await renew(account);
    expect(await again(() => accounts.requestGrant(account, held))).toMatchObject({
      kind: 'alreadyGranted',
      claim: { outcome: 'accepted', exchangeWithdrawalId: 'x-1' },
    });
    expect(await again(() => accounts.requestGrant(account, request('w-2', { laneKey: 'lane' })))).toEqual({
      kind: 'granted',
    });
    expect(
      await again(() => accounts.adopt(account, { withdrawalId: 'w-3', submission: 1, exchangeWithdrawalId: 'x-1' })),
    ).toEqual({ kind: 'claimedBy', withdrawalId: 'w-1' });
  });

  test('behavior: stays paused, and shut for what was revoked', async () => {
    const account = 'bitunix/paused';
    await server.startAccount(account);
    expect(await again(() => accounts.revokeGrant(account, { withdrawalId: 'w-1', submission: 1 }))).toEqual({
      kind: 'revoked',
    });
    await client.account.pause(account, by);
    await renew(account);
    expect(await again(() => accounts.requestGrant(account, request('w-2')))).toMatchObject({
      kind: 'notNow',
      refusal: 'accountPaused',
      message: expect.stringContaining(by.reason),
    });
    expect(await again(() => accounts.requestGrant(account, request('w-1')))).toEqual({ kind: 'revoked' });
    await client.account.resume(account, by);
    await renew(account);
    expect(await again(() => accounts.requestGrant(account, request('w-2')))).toEqual({ kind: 'granted' });
  });

  test('behavior: a lane that was taken over is free, and its old holder is never granted again', async () => {
    const account = 'bitunix/takeover';
    await server.startAccount(account);
    const holder = request('w-1', { laneKey: 'lane' });
    await again(() => accounts.requestGrant(account, holder));
    await again(() =>
      accounts.reportOutcome(account, {
        withdrawalId: 'w-1',
        submission: 1,
        token: holder.token,
        outcome: 'unknown',
        exchangeWithdrawalId: null,
      }),
    );
    await renew(account);
    const view = await client.account.takeover(account, {
      withdrawalId: 'w-1',
      actor: 'ada',
      evidence: 'terminated by a test',
    });
    expect(view).toMatchObject({ lanes: [], openClaims: [{ withdrawalId: 'w-1', outcome: 'unknown' }] });
    await renew(account);
    expect(await again(() => accounts.requestGrant(account, request('w-2', { laneKey: 'lane' })))).toEqual({
      kind: 'granted',
    });
    for (const token of [holder.token, 'another'])
      expect(await again(() => accounts.requestGrant(account, { ...holder, token }))).toMatchObject({
        kind: 'alreadyGranted',
        claim: { outcome: 'unknown' },
      });
  });

  test('behavior: forgets closed claims by their age alone', async () => {
    const account = 'bitunix/memory';
    const thisHour = Math.floor(Date.now() / hourMs);
    const closed = [
      [30, 'old'],
      [23, 'young'],
      [0, 'new'],
    ].map(([ago, name]) => ({
      hour: thisHour - Number(ago),
      claims: [[`w-${name}`, 1, 'accepted', `x-${name}`] as const],
    }));
    const carried = { paused: null, openClaims: [], lanes: [], closed, health: [], catalog: null, grants: 3 };
    await server.startAccount(account, { claimLifetimeMs: 24 * hourMs, carried });
    await again(() => accounts.requestGrant(account, request('w-1')));
    await renew(account);
    expect(await accounts.claimedIds(account, ['x-old', 'x-young', 'x-new'])).toEqual({
      'x-young': 'w-young',
      'x-new': 'w-new',
    });
    for (const name of ['young', 'new'])
      expect(await again(() => accounts.requestGrant(account, request(`w-${name}`)))).toMatchObject({
        kind: 'alreadyGranted',
        claim: { exchangeWithdrawalId: `x-${name}` },
      });
    expect(await client.account.state(account)).toMatchObject({ grants: 4, closedClaims: 2 });
  });
});
