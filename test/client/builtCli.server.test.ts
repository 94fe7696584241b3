import { closeSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { aStill, eventually, following, inReview } from '../workflows/support/withdrawals.ts';
import { builtCli, builtWorker, runBuilt, type BuiltOptions } from './support/builtCli.ts';

const world = await startWorld();
afterAll(() => world.stop());

const env = { ...process.env, TEMPORAL_ADDRESS: world.address };
const cli = (argv: readonly string[], options: BuiltOptions = {}) => runBuilt(builtCli, argv, { env, ...options });
const account = world.accountOf('bitunix');
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// The list needs one that somebody must look at, and may lag a little.
const review = await inReview(world, 'bitunix');
const attention = () => world.client.list({ attention: 'any', account }).toArray();
await eventually(async () => (await attention()).length > 0, 'the review is listed');

describe('a reader that has gone', () => {
  test.concurrent.each([
    [['--help'], 0],
    [['--version'], 0],
    [['list', '--json'], 0],
    [['list', '--attention', '--account', account, '--json'], 3],
    [['show', review.withdrawalId], 0],
    [['show', 'no-such-withdrawal'], 4],
    [['bogus'], 2],
    [[], 2],
    // It asks on and on, so only the reader ends it.
    [['watch', review.withdrawalId, '--interval', '0.1', '--timeout', '60'], 1],
  ])('behavior: %j ends quietly, with its own exit code %d', async (argv, code) => {
    const [gone, bothGone] = await Promise.all([
      cli(argv, { gone: ['stdout'] }),
      cli(argv, { gone: ['stdout', 'stderr'] }),
    ]);
    expect([gone.code, bothGone.code]).toEqual([code, code]);
    expect(gone.stderr).not.toMatch(/EPIPE|at .*\.js|could not be written/);
  });

  test('behavior: a command that changes something does so all the same', async () => {
    const request = aStill(world, 'bitunix');
    await following(world, request);
    const argv = ['cancel', request.withdrawalId, '--reason', 'a test', '--wait', '30'];
    expect(await cli(argv, { gone: ['stdout', 'stderr'] })).toMatchObject({ code: 0 });
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('a full disk', () => {
  test.concurrent.each([
    [['show', review.withdrawalId, '--json'], 1],
    [['list', '--attention'], 3],
    [['--help'], 1],
  ])('error: %j is one sentence, exit code %d', async (argv, code) => {
    const full = openSync('/dev/full', 'w');
    try {
      const run = await cli(argv, { stdout: full });
      expect(run.code).toBe(code);
      const sentence = 'The output could not be written: no space is left on the device.';
      if (argv.includes('--json')) expect(JSON.parse(run.stderr)).toEqual({ error: 'output', message: sentence });
      else expect(run.stderr).toBe(`${sentence}\n`);
    } finally {
      closeSync(full);
    }
  });
});

describe('who acts', () => {
  const isRoot = process.getuid?.() === 0;
  // Only root may become another. Somebody else tests here that the own name is found without USER and LOGNAME.
  const uid = isRoot ? 54_321 : undefined;
  const bare = { PATH: process.env['PATH'], TEMPORAL_ADDRESS: world.address };

  test('behavior: a user id without a name, without HOME, USER and LOGNAME', async () => {
    const paused = await cli(['account', 'pause', account, '--reason', 'a test', '--json'], { env: bare, ...as(uid) });
    expect(JSON.parse(paused.stdout)).toMatchObject({
      paused: { actor: isRoot ? 'uid 54321' : userInfo().username, reason: 'a test' },
    });
    const named = { ...bare, LOGNAME: 'deploy' };
    const again = await cli(['account', 'pause', account, '--reason', 'again', '--json'], { env: named, ...as(uid) });
    expect(JSON.parse(again.stdout)).toMatchObject({ paused: { actor: isRoot ? 'deploy' : userInfo().username } });
    expect((await cli(['account', 'resume', account, '--reason', 'done'], { env: bare, ...as(uid) })).code).toBe(0);
  });
});

function as(uid: number | undefined): Pick<BuiltOptions, 'uid'> {
  return uid === undefined ? {} : { uid };
}

describe('the built programs themselves', () => {
  test('behavior: --version is that of package.json, also through a link as in node_modules/.bin', async () => {
    expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const folder = await mkdtemp(join(tmpdir(), 'withdrawals-bin-'));
    try {
      const link = join(folder, 'withdrawals');
      symlinkSync(builtCli, link);
      expect(await runBuilt(link, ['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  // No configuration and no server: a worker that began to start would end with 1.
  const nowhere = { ...process.env, WITHDRAWALS_CONFIG: '/no/such/file.toml', TEMPORAL_ADDRESS: '127.0.0.1:1' };

  test.concurrent.each([
    [['--help'], 0, /Usage: withdrawals-worker/, /^$/],
    [['--version'], 0, new RegExp(`^${version.replaceAll('.', '\\.')}$`, 'm'), /^$/],
    [['--hlep'], 2, /^$/, /unknown option '--hlep'[^]*Did you mean --help/],
    [['now'], 2, /^$/, /unexpected argument 'now'/],
    [[], 1, /^$/, /\/no\/such\/file\.toml/],
  ])('behavior: the worker with %j ends with %d and starts nothing', async (argv, code, stdout, stderr) => {
    expect(await runBuilt(builtWorker, argv, { env: nowhere })).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });

  test("behavior: the worker's help without a reader", async () => {
    expect(await runBuilt(builtWorker, ['--help'], { env: nowhere, gone: ['stdout'] })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });
});
