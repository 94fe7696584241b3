import { describe, expect, test } from '@jest/globals';

import { AbnormalEndError, ResolutionRefusedError, TemporalUnreachableError } from '../../client/errors.ts';
import type { StartedWithdrawal, WithdrawalRequestInput } from '../../client/startWithdrawal.ts';
import { aRequest, aState, aView } from './support/builders.ts';
import { aClient, runWith } from './support/fakeClient.ts';

const review = aState({ phase: 'NEEDS_REVIEW', attention: 'review' });
const settled = aState({
  request: aRequest({ withdrawalId: 'w-2' }),
  phase: 'SETTLED',
  status: 'L1_COMPLETED',
  moneyLeft: 'yes',
});
const requestOptions = [
  '--id',
  'w-1',
  '--account',
  'bigone/treasury',
  '--asset',
  'USDT',
  '--network',
  'Tron',
  '--to',
  aRequest().address,
  '--amount',
  '100.5',
];

describe('withdrawals (command line)', () => {
  test('behavior: --help tells the exit codes and ends with 0', async () => {
    const { exitCode, stdout } = await runWith(aClient([]), ['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3  `list --attention` found something that needs a person');
  });

  test.each([
    [['shwo', 'w-1'], /Did you mean show/],
    [['show'], /missing required argument 'withdrawalId'/],
    [['list', '--phase', 'DONE'], /Allowed choices are VALIDATING/],
    [['list', '--limit', '0'], /whole number/],
    [['resolve', 'w-1', 'adpot', '--evidence', 'e'], /Allowed choices are adopt/],
    [['resolve', 'w-1', 'abandon'], /required option '--evidence/],
    [['cancel', 'w-1'], /required option '--reason/],
    [[], /Usage: withdrawals/],
  ])('error: %j is wrong usage', async (argv, message) => {
    const { exitCode, stderr, stdout } = await runWith(aClient([review]), argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('error: with --json, standard error holds one JSON value and standard output nothing', async () => {
    const { exitCode, stderr, stdout } = await runWith(aClient([]), ['list', '--phase', 'DONE', '--json']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: 'usage' });
  });

  test('error: an unknown id is 4, with ids that look alike', async () => {
    const { exitCode, stderr } = await runWith(aClient([review]), ['show', 'w-9']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('did you mean: w-1');
  });

  test.each([
    [new TemporalUnreachableError({ reason: 'refused' }), 5],
    [new AbnormalEndError('w-1', 'TERMINATED'), 1],
    [new ResolutionRefusedError('w-1', 'claimed'), 1],
    [new Error('surprise'), 1],
  ])('error: %s', async (error, expected) => {
    const client = aClient([], {
      get: async () => {
        throw error;
      },
    });
    expect((await runWith(client, ['show', 'w-1'])).exitCode).toBe(expected);
    const { stderr } = await runWith(client, ['show', 'w-1', '--json']);
    expect(JSON.parse(stderr)).toHaveProperty('message');
  });

  test('behavior: list --attention is 3 when there is any, 0 when there is none', async () => {
    const some = await runWith(aClient([review]), ['list', '--attention']);
    expect(some.exitCode).toBe(3);
    expect(some.stdout).toContain('review');
    expect((await runWith(aClient([settled]), ['list', '--attention'])).exitCode).toBe(0);
    const json = await runWith(aClient([review]), ['list', '--attention', '--json']);
    expect(json.exitCode).toBe(3);
    expect(JSON.parse(json.stdout)).toHaveLength(1);
  });

  test('behavior: show and explain, as text and JSON', async () => {
    expect((await runWith(aClient([review]), ['show', 'w-1'])).stdout).toMatch(/phase +NEEDS_REVIEW[\s\S]*timeline/);
    expect(JSON.parse((await runWith(aClient([review]), ['show', 'w-1', '--json'])).stdout)).toMatchObject({
      withdrawalId: 'w-1',
      moneyLeft: 'unknown',
    });
    expect((await runWith(aClient([review]), ['explain', 'w-1'])).stdout).toContain('May the backend pay again?');
    expect(JSON.parse((await runWith(aClient([review]), ['explain', 'w-1', '--json'])).stdout).payAgain).toMatch(/^No/);
  });

  test("behavior: a stranger's text cannot drive the terminal", async () => {
    const nasty = aState({ exchangeStatus: '\u001b[2J\u009b31m\u202eoops\u0007' });
    for (const argv of [
      ['show', 'w-1'],
      ['explain', 'w-1'],
      ['show', 'w-1', '--json'],
    ]) {
      const { stdout } = await runWith(aClient([nasty]), argv);
      // oxlint-disable-next-line no-control-regex -- finding them is the point
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(stdout).toContain('\\u001b');
    }
  });

  test('behavior: the actor is the user of the machine unless given', async () => {
    const client = aClient([review]);
    await runWith(client, ['resolve', 'w-1', 'adopt', 'x-7', '--evidence', 'seen']);
    await runWith(client, ['resolve', 'w-1', 'confirm-not-sent', '--evidence', 'not there', '--actor', 'grace']);
    expect(client.resolutions).toEqual([
      { kind: 'adopt', exchangeWithdrawalId: 'x-7', actor: 'ada', evidence: 'seen' },
      { kind: 'confirmNotSent', actor: 'grace', evidence: 'not there' },
    ]);
  });

  test('error: a value after a decision that takes none', async () => {
    const client = aClient([review]);
    expect((await runWith(client, ['resolve', 'w-1', 'abandon', 'x-7', '--evidence', 'e'])).exitCode).toBe(2);
    expect(client.resolutions).toEqual([]);
  });

  test('behavior: watch ends when it has settled, and prints each entry once', async () => {
    const states = [
      review,
      review,
      {
        ...settled,
        timeline: [...review.timeline, { at: '2026-11-21T08:09:00.000Z', kind: 'phase' as const, text: 'SETTLED' }],
      },
    ];
    let looks = 0;
    const client = aClient([], { get: async () => aView(states[Math.min(looks++, states.length - 1)] ?? review) });
    const { exitCode, stdout } = await runWith(client, ['watch', 'w-1']);
    expect(exitCode).toBe(0);
    expect(stdout.match(/VALIDATING/g)).toHaveLength(1);
    expect(stdout).toContain('settled: L1_COMPLETED, money left: yes');
  });

  test('behavior: watch gives up at its timeout', async () => {
    expect((await runWith(aClient([review]), ['watch', 'w-1', '--timeout', '5'])).exitCode).toBe(1);
  });

  test('behavior: probe and exchanges are there only where they are handed in', async () => {
    expect((await runWith(aClient([]), ['probe', 'bigone/treasury'])).exitCode).toBe(2);
    const report = {
      account: 'bigone/treasury',
      ok: false,
      reachable: true,
      lines: [{ check: 'clock', ok: false, found: '40 s off', advice: 'set it' }],
    };
    const probed = await runWith(aClient([]), ['probe', 'bigone/treasury'], { seams: { probe: async () => report } });
    expect(probed).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('PROBLEM clock: 40 s off') });
    expect(
      (
        await runWith(aClient([]), ['probe', 'bigone/treasury'], {
          seams: { probe: async () => ({ ...report, reachable: false }) },
        })
      ).exitCode,
    ).toBe(5);
    expect((await runWith(aClient([]), ['probe', 'no slash'], { seams: { probe: async () => report } })).exitCode).toBe(
      2,
    );
  });
});

describe('withdrawals start', () => {
  function starting(): { client: ReturnType<typeof aClient>; requests: WithdrawalRequestInput[] } {
    const requests: WithdrawalRequestInput[] = [];
    const client = aClient([], {
      start: async (input) => {
        requests.push(input);
        return {
          withdrawalId: input.withdrawalId,
          workflowId: '',
          runId: 'r',
          joined: false,
          recovery: false,
          request: { ...aRequest(), ...input },
        } as StartedWithdrawal;
      },
    });
    return { client, requests };
  }

  test('behavior: from options; "now" becomes this moment and is shown', async () => {
    const { client, requests } = starting();
    const { exitCode, stdout } = await runWith(client, ['start', ...requestOptions, '--requested-at', 'now']);
    expect(exitCode).toBe(0);
    expect(requests[0]).toMatchObject({
      withdrawalId: 'w-1',
      address: aRequest().address,
      amount: '100.5',
      requestedAt: '2026-11-21T08:00:10.000Z',
    });
    expect(stdout).toContain('requestedAt: 2026-11-21T08:00:10.000Z');
  });

  test('error: without --requested-at it tells why that is needed', async () => {
    const { client, requests } = starting();
    const { exitCode, stderr } = await runWith(client, ['start', ...requestOptions]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('may have been paid already');
    expect(requests).toEqual([]);
  });

  test('behavior: from a file, and from standard input', async () => {
    const { client, requests } = starting();
    const text = JSON.stringify(aRequest());
    await runWith(client, ['start', '--file', 'request.json'], { files: { 'request.json': text } });
    await runWith(client, ['start', '--file', '-'], { stdin: text });
    expect(requests).toEqual([aRequest(), aRequest()]);
  });

  test.each([
    ['not JSON', '{', /one JSON object/],
    ['an array', '[]', /one JSON object with the fields/],
    ['the same key twice', '{"amount":"1","amount":"2"}', /Duplicate key/],
  ])('error: a file that holds %s', async (_name, text, message) => {
    const { client } = starting();
    const { exitCode, stderr } = await runWith(client, ['start', '--file', 'r.json'], { files: { 'r.json': text } });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('error: a file and options together, or no such file', async () => {
    const { client } = starting();
    expect(
      (await runWith(client, ['start', '--file', 'r.json', '--amount', '2'], { files: { 'r.json': '{}' } })).stderr,
    ).toMatch(/not both \(amount/);
    expect((await runWith(client, ['start', '--file', 'none.json'])).exitCode).toBe(2);
  });

  test('error: an amount given as a JSON number is refused by name, never rounded', async () => {
    const text = JSON.stringify(aRequest()).replace('"100.5"', '100.50000000000000001');
    const { exitCode, stderr } = await runWith(aClient([]), ['start', '--file', '-'], { stdin: text });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/amount: expected a decimal in quotes/);
  });
});
