import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { ExchangeError } from '../../../exchanges/errors.ts';
import type { AccountProbe } from '../../../exchanges/exchange.ts';
import { createAccountVerifier } from '../../../workers/accounts/accountVerifier.ts';
import type { AccountWorkflowCheck } from '../../../workers/accounts/checkAccountWorkflow.ts';
import { anAccount } from '../support/accountConfig.ts';

type Scene = {
  readonly probe: () => Promise<AccountProbe>;
  readonly admit?: AccountWorkflowCheck | (() => AccountWorkflowCheck);
  readonly taken?: Map<string, string>;
};

function scene({ probe, admit = { kind: 'created' }, taken = new Map() }: Scene) {
  const reports: string[] = [];
  const counts = { probes: 0, admits: 0 };
  const verifier = createAccountVerifier({
    config: anAccount(),
    exchange: {
      probe: async () => {
        counts.probes += 1;
        return probe();
      },
    },
    accountOfIdentity: taken,
    admit: async () => {
      counts.admits += 1;
      return typeof admit === 'function' ? admit() : admit;
    },
    reportHealth: async ({ attention, active }) => void reports.push(`${active ? '+' : '-'}${attention}`),
    nowMs: () => 0,
    log: pino({ enabled: false }),
  });
  return { verifier, reports, counts };
}

const good = async (): Promise<AccountProbe> => ({ exchangeAccountId: '10', clockSkewMs: 0, permissions: [] });
const failing = (reason: 'unreachable' | 'authRefused') => async (): Promise<AccountProbe> => {
  throw new ExchangeError({ reason, adapter: 'alpha', endpoint: 'GET /me' });
};

describe('createAccountVerifier', () => {
  test('default: verified once for all that wait, then remembered', async () => {
    const { verifier, counts } = scene({ probe: good });
    expect(verifier.accountIdentity).toBeNull();
    const [a, b] = await Promise.all([verifier.verifyIdentity(), verifier.verifyIdentity()]);
    expect(a).toBe(b);
    expect(await verifier.verifyIdentity()).toBe(verifier.accountIdentity);
    expect(counts).toEqual({ probes: 1, admits: 1 });
  });

  test('behavior: an exchange that cannot be asked leaves the identity open; asked again, reported once', async () => {
    let probe = failing('unreachable');
    const { verifier, reports } = scene({ probe: () => probe() });
    await expect(verifier.verifyIdentity()).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(verifier.verifyIdentity()).rejects.toMatchObject({ reason: 'unreachable' });
    expect(verifier.accountIdentity).toBeNull();
    probe = good;
    await verifier.verifyIdentity();
    expect(reports).toEqual(['+exchangeUnreachable', '-exchangeUnreachable']);
  });

  test('error: an account workflow of another identity keeps the account from being used', async () => {
    const { verifier, reports } = scene({ probe: good, admit: { kind: 'misconfigured', problem: 'other' } });
    await expect(verifier.verifyIdentity()).rejects.toMatchObject({ reason: 'authRefused' });
    expect(verifier.accountIdentity).toBeNull();
    expect(reports).toEqual(['+accountMismatch']);
  });

  test('behavior: a mismatch is told once, however often checked, and taken back when we are admitted', async () => {
    let admit: AccountWorkflowCheck = { kind: 'misconfigured', problem: 'other' };
    const { verifier, reports } = scene({ probe: good, admit: () => admit });
    for (let check = 0; check < 3; check += 1)
      await expect(verifier.verifyIdentity()).rejects.toMatchObject({ reason: 'authRefused' });
    expect(reports).toEqual(['+accountMismatch']);
    admit = { kind: 'created' };
    await verifier.verifyIdentity();
    expect(reports).toEqual(['+accountMismatch', '-accountMismatch']);
  });

  test('error: a refused key never reaches the account workflow', async () => {
    const { verifier, counts, reports } = scene({ probe: failing('authRefused') });
    await expect(verifier.verifyIdentity()).rejects.toMatchObject({ reason: 'authRefused' });
    expect(counts.admits).toBe(0);
    expect(reports).toEqual(['+accountMismatch']);
  });

  test('behavior: at start a refused key is told to the caller alone; while serving it raises attention', async () => {
    const { verifier, reports } = scene({ probe: failing('authRefused') });
    await expect(verifier.probe()).resolves.toMatchObject({ kind: 'misconfigured' });
    expect(reports).toEqual([]);
    await verifier.recheck();
    expect(reports).toEqual(['+accountMismatch']);
  });

  test('error: two names of one exchange account', async () => {
    const taken = new Map<string, string>();
    const first = scene({ probe: good, taken });
    const identity = await first.verifier.verifyIdentity();
    taken.set(`alpha ${identity}`, 'alpha/first');
    await expect(scene({ probe: good, taken }).verifier.probe()).resolves.toMatchObject({
      kind: 'misconfigured',
      problem: 'accounts."alpha/main": reaches the same exchange account as accounts."alpha/first"; configure it once',
    });
  });

  test('behavior: reports of an earlier life of this worker are taken back', async () => {
    const { verifier, reports } = scene({ probe: good, admit: { kind: 'running', warnings: [], hasAttention: true } });
    await verifier.verifyIdentity();
    expect(reports).toEqual(['-exchangeUnreachable', '-clockSkew', '-accountMismatch']);
  });

  test('behavior: a clock far off is reported, a little off is not', async () => {
    const skewed = (clockSkewMs: number) => scene({ probe: async () => ({ ...(await good()), clockSkewMs }) });
    const [little, far] = [skewed(-6_000), skewed(-40_000)];
    await Promise.all([little.verifier.verifyIdentity(), far.verifier.verifyIdentity()]);
    expect([little.reports, far.reports]).toEqual([[], ['+clockSkew']]);
  });
});
