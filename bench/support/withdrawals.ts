import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import pMap from 'p-map';

import type { WithdrawalClient, WithdrawalRequestInput } from '../../client/index.ts';
import type { BenchAccount } from './benchAccounts.ts';

/** Valid requests, each to an address of its own, spread evenly over the accounts. */
export function withdrawalRequests(
  accounts: readonly BenchAccount[],
  count: number,
  tag = randomBytes(4).toString('hex'),
): WithdrawalRequestInput[] {
  const requestedAt = new Date().toISOString();
  return Array.from({ length: count }, (_, index) => {
    const account = accounts[index % accounts.length];
    if (account === undefined) throw new RangeError('no accounts');
    return {
      withdrawalId: `${tag}-${index}`,
      account: account.name,
      asset: 'USDT',
      network: account.network,
      address: `0x${randomBytes(20).toString('hex')}`,
      amount: '100.5',
      requestedAt,
    };
  });
}

/** Starts all requests through the normal client, `atATime` calls at a time. */
export async function startWithdrawals(
  client: WithdrawalClient,
  requests: readonly WithdrawalRequestInput[],
  atATime = 20,
): Promise<void> {
  await pMap(requests, async (request) => void (await client.start(request)), { concurrency: atATime });
}

/** Waits until `holds` answers true; a check that fails is repeated. Throws, with `what`, after `patienceMs`. */
export async function until(
  what: string,
  patienceMs: number,
  holds: () => Promise<boolean>,
  everyMs = 500,
): Promise<void> {
  const giveUpAtMs = Date.now() + patienceMs;
  let failure: unknown = null;
  const look = (): Promise<boolean> =>
    holds().catch((error: unknown) => {
      failure = error;
      return false;
    });
  while (!(await look())) {
    if (Date.now() > giveUpAtMs) throw new Error(`waited ${patienceMs / 1_000} s in vain: ${what}`, { cause: failure });
    await delay(everyMs);
  }
}
