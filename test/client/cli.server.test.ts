import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, describe, expect, test } from '@jest/globals';

import { aStill, handleOf, inReview } from '../workflows/support/withdrawals.ts';
import { startLonelyWorld } from './support/ownServer.ts';
import { runInWorld, startOptions } from './support/runInWorld.ts';

// On a server of its own: only this file's withdrawals are listed, and `doctor` finds nothing of other tests.
const world = await startLonelyWorld({ policy: { lateWatch: '2 seconds' } });
afterAll(() => world.stop());

const cli = (...argv: string[]) => runInWorld(world, argv);
const said = ['--actor', 'ada', '--evidence', "looked at the exchange's own page"];

/** In this order: each builds on what the one before left. */
describe('command line, against a server with workers', () => {
  test('doctor: all is well, exit code 0', async () => {
    const { exitCode, json } = await cli('doctor', '--json');
    expect(json()).toMatchObject({ ok: true, namespace: 'default' });
    expect(exitCode).toBe(0);
  });

  test('list --attention: nothing needs a person, exit code 0', async () => {
    const { exitCode, stdout } = await cli('list', '--attention');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Nothing needs a person.\n' });
  });

  test('exchanges and probe: what is built in, and how an account answers, by reads alone', async () => {
    const listing = (await cli('exchanges', '--json')).json() as { adapter: string; accounts: string[] }[];
    expect(listing).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ adapter: 'bigone', accounts: [world.accountOf('bigone')] }),
        expect.objectContaining({ adapter: 'bitunix', accounts: [world.accountOf('bitunix')] }),
      ]),
    );
    for (const exchange of ['bigone', 'bitunix'] as const) {
      const run = await cli('probe', world.accountOf(exchange), '--json');
      expect(run.json()).toMatchObject({ account: world.accountOf(exchange), ok: true, reachable: true });
      expect(run.exitCode).toBe(0);
      expect(`${run.stdout}${run.stderr}`).not.toMatch(new RegExp(`secret-${world.tag}|key-${exchange}-${world.tag}`));
      await world.simulators[exchange].pause();
      expect(await cli('probe', world.accountOf(exchange), '--json')).toMatchObject({ exitCode: 5 });
      await world.simulators[exchange].resume();
    }
  });

  test('start, watch, show, explain: from nothing to delivered; the same start again joins', async () => {
    const request = world.request('bigone');
    const started = await cli(...startOptions(request), '--json');
    expect(started.json()).toMatchObject({ withdrawalId: request.withdrawalId, joined: false });
    const watched = await cli('watch', request.withdrawalId, '--interval', '0.2');
    expect(watched).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/settled: L1_COMPLETED, money left: yes\nNo: the money has left/),
    });
    expect((await cli(...startOptions(request), '--json')).json()).toMatchObject({ joined: true });
    expect((await cli('show', request.withdrawalId, '--json')).json()).toMatchObject({
      source: 'result',
      moneyLeft: 'yes',
      status: 'L1_COMPLETED',
    });
    expect((await cli('explain', request.withdrawalId, '--json')).json()).toMatchObject({
      withdrawalId: request.withdrawalId,
      payAgain: expect.stringMatching(/^No/),
      headline: expect.stringContaining('delivered'),
    });
    expect((await cli('explain', request.withdrawalId)).stdout).toContain('May the backend pay again?');
    expect(world.accepted('bigone', request)).toHaveLength(1);
  });

  test('start with other content: exit code 1, the field is named', async () => {
    const request = aStill(world, 'bigone');
    await cli(...startOptions(request));
    const { exitCode, stderr } = await cli(...startOptions({ ...request, amount: '7777' }), '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'differentContent',
      field: 'amount',
      existing: '100.5',
      given: '7777',
    });
  });

  test('cancel: asks, waits for the outcome and tells it', async () => {
    const request = aStill(world, 'bitunix');
    await cli(...startOptions(request));
    await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
    const { exitCode, json } = await cli(
      'cancel',
      request.withdrawalId,
      '--reason',
      'a test',
      '--wait',
      '30',
      '--json',
    );
    expect(json()).toMatchObject({ outcome: 'cancelled', status: 'CANCELLED', moneyLeft: 'no', settled: true });
    expect(exitCode).toBe(0);
    expect((await cli('cancel', request.withdrawalId, '--reason', 'again', '--json')).json()).toMatchObject({
      outcome: 'cancelled',
      settled: true,
    });
  });

  test('review: list --attention ends with 3, explain says what to do, resolve refuses and takes', async () => {
    const request = await inReview(world, 'bitunix');
    const rows = async () => {
      const listed = await cli('list', '--attention', '--json');
      return {
        exitCode: listed.exitCode,
        ids: (listed.json() as { withdrawalId: string; attention: string }[]).map(
          ({ withdrawalId, attention }) => `${withdrawalId} ${attention}`,
        ),
      };
    };
    let seen = await rows();
    // Temporal's own list lags a little.
    for (const end = Date.now() + 20_000; seen.exitCode === 0 && Date.now() < end;) seen = await rows();
    expect(seen).toEqual({ exitCode: 3, ids: [`${request.withdrawalId} review`] });
    expect(await cli('doctor')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('1 review') });
    expect((await cli('explain', request.withdrawalId)).stdout).toContain(
      `withdrawals resolve ${request.withdrawalId} adopt`,
    );
    const refused = await cli('resolve', request.withdrawalId, 'adopt', '4711', ...said, '--json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: 'resolutionRefused',
      message: expect.stringContaining('shows no withdrawal 4711'),
    });
    const taken = await cli('resolve', request.withdrawalId, 'confirm-not-sent', ...said, '--json');
    expect(taken.json()).toMatchObject({ phase: 'SETTLED', status: 'FAILED', moneyLeft: 'no' });
    expect(await cli('resolve', request.withdrawalId, 'confirm-not-sent', ...said)).toMatchObject({ exitCode: 1 });
  });

  test('account pause, resume, state; takeover of a terminated holder frees its lane', async () => {
    const account = world.accountOf('bitunix');
    expect((await cli('account', 'pause', account, '--reason', 'a test', '--json')).json()).toMatchObject({
      paused: { actor: 'ada', reason: 'a test' },
    });
    const waiting = world.request('bitunix');
    await cli(...startOptions(waiting));
    await world.until(waiting.withdrawalId, (view) => view.phase === 'SUBMITTING');
    expect(world.accepted('bitunix', waiting)).toHaveLength(0);
    await cli('cancel', waiting.withdrawalId, '--reason', 'a test', '--wait', '30');
    expect((await cli('account', 'resume', account, '--reason', 'a test', '--json')).json()).toMatchObject({
      paused: null,
    });

    const holder = await inReview(world, 'bitunix');
    expect(await cli('takeover', holder.withdrawalId, ...said)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(`${holder.withdrawalId} is running and frees its lane itself`),
    });
    await handleOf(world, holder).terminate('a test');
    expect((await cli('account', 'state', account, '--json')).json()).toMatchObject({
      lanes: [{ holder: holder.withdrawalId }],
    });
    const next = aStill(world, 'bitunix', { address: holder.address });
    await cli(...startOptions(next));
    await world.until(next.withdrawalId, (view) => view.attention === 'laneBlocked');
    expect(world.accepted('bitunix', next)).toHaveLength(0);
    expect((await cli('takeover', holder.withdrawalId, ...said, '--json')).json()).toMatchObject({ lanes: [] });
    expect(await cli('takeover', holder.withdrawalId, ...said)).toMatchObject({ exitCode: 1 });
    await world.until(next.withdrawalId, (view) => view.phase === 'FOLLOWING');
    expect(world.accepted('bitunix', next)).toHaveLength(1);
  });

  test('account restore: refused while it runs; unknown things are exit code 4', async () => {
    const refused = await cli('account', 'restore', world.accountOf('bigone'), ...said, '--json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: 'restoreRefused',
      message: expect.stringContaining('is running'),
    });
    for (const argv of [
      ['show', 'nobody-1'],
      ['watch', 'nobody-1'],
      ['explain', 'nobody-1'],
      ['cancel', 'nobody-1', '--reason', 'r'],
      ['account', 'state', 'bigone/nobody'],
      ['list', '--account', 'bigone/nobody'],
      ['list', '--attention', '--account', 'bigone/nobody'],
    ]) {
      expect(await cli(...argv)).toMatchObject({ exitCode: 4 });
    }
  });

  test('account restore: a terminated account is rebuilt and pays again, once', async () => {
    const account = world.accountOf('bigone');
    await world.temporal.workflow.getHandle(`account/${account}`).terminate('a test');
    expect(await cli('doctor')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`withdrawals account restore ${account} --evidence "…"`),
    });
    const standing = await cli('account', 'state', account);
    expect(standing.stdout).toContain(`${account}: its workflow is not running, so nothing can be sent from it`);
    expect(standing.stdout).not.toContain(`${account}: open`);
    expect((await cli('account', 'state', account, '--json')).json()).toMatchObject({ running: false, paused: null });
    // The command waits a minute for sends under way. The library has an option for a shorter wait.
    expect(
      await world.client.account.restore(account, { actor: 'ada', evidence: 'a test terminated it', quietMs: 0 }),
    ).toMatchObject({ unreadable: [], paused: null });
    const request = world.request('bigone');
    await world.client.start(request);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED' });
    expect(world.accepted('bigone', request)).toHaveLength(1);
  });
});

test('the built command line itself: --json on standard output, exit codes of the process', async () => {
  const main = fileURLToPath(new URL('../../dist/workers/cli.js', import.meta.url));
  const run = (...argv: string[]) =>
    promisify(execFile)(process.execPath, [main, ...argv], {
      env: { ...process.env, TEMPORAL_ADDRESS: world.address },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  const listed = await run('list', '--json');
  expect(listed.code).toBe(0);
  expect(JSON.parse(listed.stdout)).toBeInstanceOf(Array);
  const request = world.request('bigone', { amount: '1e-7' });
  const refused = await run(...startOptions(request), '--json');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: 'invalidRequest', problems: [{ field: 'amount' }] });
  expect(await run('show', request.withdrawalId)).toMatchObject({ code: 4 });
});
