import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { connect, createWithdrawalClient, type WithdrawalClient } from '../../../client/index.ts';
import { accountWorkflowId, withdrawalWorkflowId } from '../../../workflows/messages.ts';

const root = join(import.meta.dirname, '../../..');
const commandLine = join(root, 'dist/workers/cli.js');
const run = promisify(execFile);

type LedgerRow = { readonly address: string; readonly exchangeWithdrawalId: string };

export type CommandRun = { readonly exitCode: number; readonly output: string };

/** The playground that `npm run play` leaves to a person, and a shell in which its `env` is sourced. */
export type TestPlayground = {
  /** What `npm run play` printed. */
  readonly printed: string;
  /** Where a person's shell is: the playground is in its folder `.play`. */
  readonly folder: string;
  readonly client: WithdrawalClient;
  /** Runs a line that begins with `withdrawals` or `npx withdrawals` in a shell, as it stands. */
  run(line: string): Promise<CommandRun>;
  /** Asks the control of the fake exchanges whose name this is, such as `BITUNIX`. */
  control(exchange: string, method: string, path: string, body?: unknown): Promise<void>;
  /** What this exchange accepted. */
  ledger(exchange: string): Promise<readonly LedgerRow[]>;
  terminate(kind: 'withdrawal' | 'account', name: string): Promise<void>;
  /** Presses Ctrl-C and answers the exit code, and which of its processes are still there. */
  stop(): Promise<{ exitCode: number; leftProcesses: readonly number[] }>;
};

/** Starts `npm run play` in a folder of its own, on free ports; dist must be built. Throws what it printed. */
export async function startTestPlayground(): Promise<TestPlayground> {
  const folder = mkdtempSync(join(tmpdir(), 'withdrawals-play-'));
  const child = spawn(process.execPath, [join(root, 'dist/scripts/play/main.js')], { cwd: folder });
  const ended = once(child, 'close') as Promise<[number]>;
  const printed = await untilReady(child, ended);
  const variables = readVariables(join(folder, '.play/env'));
  const temporal = await connect({ address: variables['TEMPORAL_ADDRESS'] ?? '', namespace: 'default' });
  const ask = async (exchange: string, method: string, path: string, body?: unknown): Promise<unknown> => {
    const url = `${variables[`SIMULATOR_${exchange}`]}${path}`;
    const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return await response.json();
  };
  const workflowIds = { withdrawal: withdrawalWorkflowId, account: accountWorkflowId };
  return {
    printed,
    folder,
    client: createWithdrawalClient({ temporal: temporal.client }),
    run: (line) => runInShell(line, folder),
    control: async (exchange, method, path, body) => void (await ask(exchange, method, path, body)),
    ledger: async (exchange) => (await ask(exchange, 'GET', '/ledger')) as LedgerRow[],
    async terminate(kind, name) {
      await temporal.client.workflow.getHandle(workflowIds[kind](name)).terminate('the test');
    },
    async stop() {
      await temporal.close();
      const processes = await descendantsOf(child.pid ?? 0);
      child.kill('SIGINT');
      const [exitCode] = await ended;
      rmSync(folder, { recursive: true, force: true });
      const living = new Set((await livingProcesses()).map((row) => row.pid));
      return { exitCode, leftProcesses: processes.filter((pid) => living.has(pid)) };
    },
  };
}

async function untilReady(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  let printed = '';
  const ready = new Promise<'ready'>((resolve) => {
    const note = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (printed.includes('Ctrl-C ends everything.')) resolve('ready');
    };
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
  });
  if ((await Promise.race([ready, ended])) !== 'ready') throw new Error(`npm run play ended:\n${printed}`);
  return printed;
}

function readVariables(file: string): Record<string, string> {
  const exported = readFileSync(file, 'utf8').matchAll(/^export (\w+)='(.*)'$/gm);
  return Object.fromEntries([...exported].map(([, name = '', value = '']) => [name, value]));
}

async function runInShell(line: string, folder: string): Promise<CommandRun> {
  const command = line.replace(/^(?:npx )?withdrawals/, `"${process.execPath}" "${commandLine}"`);
  const shell = `. .play/env; ${command}`;
  try {
    const { stdout, stderr } = await run('sh', ['-c', shell], { cwd: folder });
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, output: stdout + stderr };
  }
}

type ProcessRow = { readonly pid: number; readonly parent: number };

async function descendantsOf(pid: number): Promise<number[]> {
  const rows = await livingProcesses();
  const below = (parent: number): number[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row.pid, ...below(row.pid)]);
  return below(pid);
}

/** Without zombies: those have ended, and wait for a parent that may never look. */
async function livingProcesses(): Promise<ProcessRow[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, , state = '']) => !state.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
