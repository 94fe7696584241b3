import { describe, expect, test } from '@jest/globals';

import { rebuildClaims } from '../../../client/account/rebuildClaims.ts';
import type { RetainedWithdrawal } from '../../../client/account/retainedWithdrawals.ts';
import { createWithdrawalClient } from '../../../client/withdrawalClient.ts';
import type { Settlement, WithdrawalState } from '../../../domain/state.ts';
import { accountWorkflowType, withdrawalWorkflowType, type AccountInput } from '../../../workflows/messages.ts';
import { aState, aSubmission, nowMs } from '../support/builders.ts';
import { FakeTemporal } from '../support/fakeTemporal.ts';

const settledBy = (by: Settlement['by']): Partial<WithdrawalState> => ({
  phase: 'SETTLED',
  settlement: { at: '2026-11-21T08:05:00.000Z', by, reason: null, message: null },
});
const lost = (state: Partial<WithdrawalState> = {}): WithdrawalState =>
  aState({ exchangeWithdrawalId: null, submissions: [aSubmission({ outcome: 'unknown' })], ...state });

function retained(states: readonly WithdrawalState[], changes: Partial<RetainedWithdrawal> = {}): RetainedWithdrawal {
  return { withdrawalId: 'w-1', firstStartedAtMs: nowMs, states, unreadable: false, ...changes };
}

describe('rebuildClaims', () => {
  test.each<[string, RetainedWithdrawal, { open?: string; closed?: string; lanes: number }]>([
    [
      'VALIDATING: nothing was granted',
      retained([aState({ phase: 'VALIDATING', submissions: [], exchangeWithdrawalId: null })]),
      { lanes: 0 },
    ],
    [
      'SUBMITTING, open: perhaps sent',
      retained([lost({ phase: 'SUBMITTING', submissions: [aSubmission({ outcome: 'open' })] })]),
      { open: 'unknown', lanes: 1 },
    ],
    [
      'not sent, but under way: perhaps sent since',
      retained([lost({ phase: 'SUBMITTING', submissions: [aSubmission({ outcome: 'notSent' })] })]),
      { open: 'unknown', lanes: 1 },
    ],
    ['NEEDS_REVIEW, unknown', retained([lost({ phase: 'NEEDS_REVIEW' })]), { open: 'unknown', lanes: 1 }],
    ['resubmit: the lost one stays', retained([lost({ phase: 'VALIDATING' })]), { open: 'unknown', lanes: 1 }],
    [
      'FOLLOWING, accepted: the id is claimed, the lane free',
      retained([aState()]),
      { closed: 'accepted x-1', lanes: 0 },
    ],
    [
      'accepted without an id keeps its lane',
      retained([aState({ exchangeWithdrawalId: null })]),
      { open: 'accepted', lanes: 1 },
    ],
    [
      'adopted after unknown',
      retained([aState({ submissions: [aSubmission({ outcome: 'unknown' })] })]),
      { closed: 'accepted x-1', lanes: 0 },
    ],
    [
      'rejected and settled',
      retained([lost({ ...settledBy('refusal'), submissions: [aSubmission({ outcome: 'rejected' })] })]),
      { closed: 'rejected ', lanes: 0 },
    ],
    ['abandoned: never again, lane free', retained([lost(settledBy('resolution'))]), { closed: 'unknown ', lanes: 0 }],
    [
      'cancelled before submit: the door stays closed',
      retained([lost({ ...settledBy('cancelBeforeSubmit'), submissions: [] })]),
      { closed: 'revoked ', lanes: 0 },
    ],
    ['refused at validation', retained([lost({ ...settledBy('validation'), submissions: [] })]), { lanes: 0 }],
    ['unreadable: treated as sent', retained([], { unreadable: true }), { open: 'unknown', lanes: 0 }],
    [
      'a recovery run that knows less than the run before it',
      retained([
        aState(),
        aState({ phase: 'VALIDATING', submissions: [], exchangeWithdrawalId: null, recovery: true }),
      ]),
      { closed: 'accepted x-1', lanes: 0 },
    ],
    [
      'an unreadable run before a recovery run that validates',
      retained([aState({ phase: 'VALIDATING', submissions: [], exchangeWithdrawalId: null, recovery: true })], {
        unreadable: true,
      }),
      { open: 'unknown', lanes: 0 },
    ],
  ])('behavior: %s', (_name, withdrawal, expected) => {
    const rebuilt = rebuildClaims([withdrawal], [], null);
    expect(rebuilt.openClaims.map((claim) => claim.outcome)).toEqual(
      expected.open === undefined ? [] : [expected.open],
    );
    expect(rebuilt.closed.flatMap(({ claims }) => claims.map(([, , outcome, id]) => `${outcome} ${id}`))).toEqual(
      expected.closed === undefined ? [] : [expected.closed],
    );
    expect(rebuilt.lanes).toHaveLength(expected.lanes);
  });

  test('behavior: started after the account ended means that nothing can have been granted', () => {
    expect(rebuildClaims([retained([lost({ phase: 'SUBMITTING' })])], [], nowMs - 120_000).openClaims).toEqual([]);
    expect(rebuildClaims([retained([lost({ phase: 'SUBMITTING' })])], [], nowMs + 1).openClaims).toHaveLength(1);
  });

  test('behavior: what the old run still shows is kept, token and baseline included', () => {
    const claim = {
      withdrawalId: 'w-1',
      submission: 1,
      token: 't',
      grantedAt: '2026-11-21T08:00:00.000Z',
      laneKey: '["USDT"]',
      baseline: { takenAtMs: 1, exchangeWithdrawalIds: ['x-0'] },
      outcome: 'open' as const,
      exchangeWithdrawalId: null,
    };
    expect(rebuildClaims([retained([lost()])], [claim], null).openClaims).toEqual([claim]);
    expect(rebuildClaims([], [claim], null).lanes).toHaveLength(1);
  });
});

describe('restore', () => {
  const capabilities = { repeatSubmit: 'never' };
  const memo = {
    adapter: 'bitunix',
    workerGroup: 'main',
    accountIdentity: 'id-1',
    capabilities,
    claimLifetimeMs: 86_400_000,
  };
  const by = { actor: 'ada', evidence: 'somebody terminated it', quietMs: 0 };

  function setUp(): { temporal: FakeTemporal; restore: (options?: object) => Promise<unknown> } {
    const temporal = new FakeTemporal();
    const client = createWithdrawalClient({ temporal: temporal.client, namespace: 'default', now: () => nowMs });
    return { temporal, restore: (options = {}) => client.account.restore('bitunix/main', { ...by, ...options }) };
  }

  function aClosedAccount(temporal: FakeTemporal): void {
    temporal.add({
      workflowId: 'account/bitunix/main',
      type: accountWorkflowType,
      memo,
      status: { name: 'TERMINATED' },
      closeTime: new Date(nowMs),
      queries: { accountState: () => ({ openClaims: [], paused: null, grants: 4 }) },
    });
  }

  test('error: refused while it runs', async () => {
    const { temporal, restore } = setUp();
    temporal.add({ workflowId: 'account/bitunix/main', type: accountWorkflowType, memo });
    await expect(restore()).rejects.toThrow(/its workflow is running/);
  });

  test('behavior: rebuilt from its withdrawals, with the memo of the old run', async () => {
    const { temporal, restore } = setUp();
    aClosedAccount(temporal);
    temporal.add({
      workflowId: 'withdrawal/w-1',
      type: withdrawalWorkflowType,
      queries: { withdrawalState: () => lost({ phase: 'NEEDS_REVIEW' }) },
    });
    expect(await restore()).toMatchObject({ openClaims: 1, lanes: 1, unreadable: [], paused: null });
    const input = temporal.started[0]?.args[0] as AccountInput;
    expect(input).toMatchObject({
      account: 'bitunix/main',
      workerGroup: 'main',
      accountIdentity: 'id-1',
      capabilities,
      carried: { grants: 4 },
    });
  });

  test('behavior: with gaps it starts paused', async () => {
    const { temporal, restore } = setUp();
    aClosedAccount(temporal);
    temporal.add({ workflowId: 'withdrawal/w-1', type: withdrawalWorkflowType });
    expect(await restore()).toMatchObject({
      openClaims: 1,
      unreadable: ['w-1'],
      paused: { actor: 'ada', reason: expect.stringContaining('w-1') },
    });
  });

  test('error: a list that breaks off starts nothing', async () => {
    const { temporal, restore } = setUp();
    aClosedAccount(temporal);
    temporal.listError = new Error('page 2 is gone');
    await expect(restore()).rejects.toThrow(/could not be listed completely \(page 2 is gone\)/);
    expect(temporal.started).toEqual([]);
  });

  test('error: nothing known and nothing given', async () => {
    const { temporal, restore } = setUp();
    await expect(restore()).rejects.toThrow(/workerGroup and capabilities must be given/);
    await expect(restore({ workerGroup: 'main', capabilities })).resolves.toMatchObject({ withdrawals: 0 });
    expect(temporal.started).toHaveLength(1);
  });

  test('behavior: the memo of the old run counts before a fallback; its options are not lost', async () => {
    const { temporal, restore } = setUp();
    aClosedAccount(temporal);
    await restore({ fallback: { workerGroup: 'other', capabilities: { repeatSubmit: 'safe' } } });
    expect(temporal.started[0]).toMatchObject({
      args: [{ workerGroup: 'main', capabilities, claimLifetimeMs: 86_400_000 }],
      memo: { capabilities, claimLifetimeMs: 86_400_000, adapter: 'bitunix', restored: { actor: 'ada' } },
    });
  });
});
