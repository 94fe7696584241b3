import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';

import { createContext } from '../../../client/cli/commandContext.ts';
import { createProgram } from '../../../client/cli/program.ts';
import type { CliSeams } from '../../../client/cli/seams.ts';
import { aRequest, aState } from '../support/builders.ts';
import { aClient, runWith } from '../support/fakeClient.ts';

const seams: CliSeams = {
  version: '1.2.3',
  probe: async (account) => ({ account, ok: true, reachable: true, lines: [] }),
  exchanges: async () => [],
};
const run = (argv: readonly string[]) => runWith(aClient([aState()]), argv, { seams });

/** Every command with its path, such as `account pause`, and how many arguments it takes. */
function commandsOf(command: Command, path: readonly string[] = []): { path: readonly string[]; takes: number }[] {
  return command.commands.flatMap((child) => {
    const own = [...path, child.name()];
    return child.commands.length > 0
      ? commandsOf(child, own)
      : [{ path: own, takes: child.registeredArguments.length }];
  });
}
const commands = commandsOf(createProgram(createContext(seams), false));

describe('wrong usage', () => {
  test('behavior: all commands are looked at', () => {
    expect(commands.map(({ path }) => path.join(' '))).toEqual(
      expect.arrayContaining(['start', 'list', 'account pause', 'doctor', 'probe', 'exchanges']),
    );
  });

  test.each(commands)('error: $path refuses an option that it does not have, by its name', async ({ path, takes }) => {
    const { exitCode, stdout, stderr } = await run([...path, ...Array(takes).fill('w-1'), '--bogus', '7']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain("unknown option '--bogus'");
  });

  test.each(commands)('error: $path refuses an argument too many', async ({ path, takes }) => {
    const values = path.join(' ') === 'resolve' ? ['w-1', 'adopt', 'x-1'] : Array<string>(takes).fill('w-1');
    const { exitCode, stdout, stderr } = await run([...path, ...values, 'extra']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('too many arguments');
  });

  test.each([[[]], [['account']], [['--json']], [['account', '--json']], [['help', 'bogus']]])(
    'error: %j is no command: help on standard error and exit code 2',
    async (argv) => {
      const { exitCode, stdout, stderr } = await run(argv);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      if (argv.includes('--json'))
        expect(JSON.parse(stderr)).toEqual({ error: 'usage', message: 'expected a command; --help lists them' });
      else expect(stderr).toContain('Usage: withdrawals');
    },
  );

  test.each([[['help']], [['account', 'help']], [['help', 'list']], [['list', '--help']]])(
    'behavior: %j asks for help and gets it, with exit code 0',
    async (argv) => {
      const { exitCode, stdout, stderr } = await run(argv);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('Usage: withdrawals');
    },
  );

  test.each([
    [['resolve', 'w-1'], /missing required argument 'decision'/],
    [['resolve', 'w-1', 'adopt', 'x-1', '--evidnce', 'seen'], /unknown option '--evidnce'\n\(Did you mean --evidence/],
    [['account', 'pause', 'bigone/treasury'], /required option '--reason <text>' not specified/],
    [['account', 'restore', 'bigone/treasury'], /required option '--evidence <text>' not specified/],
    [['takeover', 'w-1'], /required option '--evidence <text>' not specified/],
  ])('error: %j says what is missing or misspelt', async (argv, message) => {
    const { exitCode, stderr } = await run(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('--version', () => {
  test('behavior: as text and as JSON; without a version there is no such option', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
    expect(JSON.parse((await run(['--version', '--json'])).stdout)).toEqual({ version: '1.2.3' });
    expect((await runWith(aClient([]), ['--version'])).exitCode).toBe(2);
  });
});

describe('start', () => {
  const mandatory = ['withdrawalId', 'account', 'asset', 'network', 'address', 'amount', 'requestedAt'];

  test('error: all missing fields are named at once, each with its option, before a server is looked for', async () => {
    let connected = false;
    const connect = async (): Promise<never> => {
      connected = true;
      throw new Error('no server');
    };
    const { exitCode, stderr } = await runWith(aClient([]), ['start', '--json'], { seams: { connect } });
    expect(exitCode).toBe(2);
    const { problems } = JSON.parse(stderr) as { problems: { field: string; expected: string }[] };
    expect(problems.map(({ field }) => field)).toEqual(mandatory);
    for (const { expected } of problems)
      expect(expected).toMatch(/^--(id|account|asset|network|to|amount|requested-at): ./);
    expect(connected).toBe(false);
  });

  test('error: wrong and missing fields are told together', async () => {
    const { stderr } = await run(['start', '--id', 'w 1', '--amount', '1e3', '--account', 'bigone/treasury']);
    expect(stderr).toMatch(/^6 fields of the request cannot be accepted/);
    expect(stderr).toMatch(/withdrawalId: expected 1 to 128 characters/);
    expect(stderr).toMatch(/amount: expected .*no exponent/);
  });

  test('error: a file names its missing fields without options, and the field that was misspelt', async () => {
    const { amount, ...rest } = aRequest();
    const files = { 'r.json': JSON.stringify({ ...rest, amuont: amount }) };
    const { exitCode, stderr } = await runWith(aClient([]), ['start', '--file', 'r.json'], { files });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/ {2}amount: expected a plain positive decimal/);
    expect(stderr).toMatch(/ {2}amuont: expected no such field \(did you mean amount\?\); known are/);
  });

  test('behavior: the help says of each mandatory option that it is', async () => {
    const help = (await run(['start', '--help'])).stdout;
    for (const option of ['--id', '--account', '--asset', '--network', '--to', '--amount', '--requested-at'])
      expect(help).toMatch(new RegExp(`${option} <[^>]+> +mandatory`));
  });
});
