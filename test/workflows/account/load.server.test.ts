import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createAccountsClient } from '../../../activities/account/accountsClient.ts';
import { createWithdrawalClient } from '../../../client/index.ts';
import { startAccountServer, type AccountServer } from './support/accountServer.ts';
import { startClaimer, type Claimed, type Held } from './support/startClaimer.ts';

const withdrawals = 2_000;
const account = 'bitunix/load';

let server: AccountServer;
let claimed: readonly Claimed[] = [];
let runs: Awaited<ReturnType<AccountServer['runsOf']>> = [];

/** Two processes race for every withdrawal of one account. Meanwhile its workflow continues as new again and again. */
beforeAll(async () => {
  server = await startAccountServer(300);
  await server.startAccount(account);
  const first = await server.runOf(account);
  claimed = await Promise.all(
    ['ann', 'bob'].map((name) => startClaimer({ address: server.address, account, name, withdrawals, inFlight: 16 })),
  );
  runs = await server.runsOf(account, first);
}, 480_000);
afterAll(() => server.stop());

const allHeld = (): Held[] => claimed.flatMap(({ held }) => held);

describe('an account under load', () => {
  test('behavior: it went on as a new run again and again, while two processes asked', () => {
    expect(runs.length).toBeGreaterThan(5);
    // A run that has to wait before it begins may confuse the SDK's count of tasks (decision 0013).
    expect(runs.filter(({ waited }) => waited)).toEqual([]);
    // On a busy machine one process may begin when the other is nearly done, but both must have had some.
    expect(claimed.map(({ held }) => held.length > 0)).toEqual([true, true]);
  });

  test('behavior: every withdrawal was granted to exactly one execution that sent', () => {
    const sends = new Map<number, number>();
    for (const { n, outcome } of allHeld()) if (outcome !== 'notSent') sends.set(n, (sends.get(n) ?? 0) + 1);
    const wrong = Array.from({ length: withdrawals }, (_, n) => n).filter((n) => sends.get(n) !== 1);
    expect(wrong).toEqual([]);
  });

  test('behavior: the same token asked again was answered the same, another was told whose it is', () => {
    expect(claimed.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('behavior: at no time did two that look alike believe in a grant', () => {
    for (let number = 0; number < 8; number += 1) {
      const lane = `lane-${number}`;
      const ordered = allHeld()
        .filter((one) => one.lane === lane)
        .sort((a, b) => a.fromMicros - b.fromMicros);
      expect(ordered.length).toBeGreaterThan(withdrawals / 50);
      const overlaps = ordered.filter((one, index) => one.fromMicros < (ordered[index - 1]?.toMicros ?? 0));
      expect({ lane, overlaps }).toEqual({ lane, overlaps: [] });
    }
    expect(claimed.some(({ counts }) => (counts.refused['laneBusy'] ?? 0) > 0)).toBe(true);
  });

  test('behavior: nothing of it is forgotten in the last run, and no lane stays held', async () => {
    const accounts = createAccountsClient(server.temporal);
    const ids = Array.from({ length: withdrawals }, (_, n) => `x-${n}`);
    const owners = await accounts.claimedIds(account, ids);
    const expected = Object.fromEntries(ids.flatMap((id, n) => (n % 10 === 2 ? [] : [[id, `w-${n}`]])));
    expect(owners).toEqual(expected);
    const client = createWithdrawalClient({ temporal: server.temporal });
    const view = await client.account.state(account);
    client.close();
    expect(view).toMatchObject({ closedClaims: withdrawals, openClaims: [], lanes: [], grants: allHeld().length });
    for (const [n, outcome] of [
      [1, 'unknown'],
      [2, 'rejected'],
      [3, 'accepted'],
    ] as const)
      expect(await accounts.claim(account, { withdrawalId: `w-${n}`, submission: 1 })).toMatchObject({ outcome });
  });
});
