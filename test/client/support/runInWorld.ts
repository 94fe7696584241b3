import { runCli } from '../../../client/cli/runCli.ts';
import type { CliSeams } from '../../../client/cli/seams.ts';
import { createWithdrawalClient, type WithdrawalRequestInput } from '../../../client/index.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { probeAccount } from '../../../workers/accounts/probeAccount.ts';
import { parseConfig } from '../../../workers/config/loadConfig.ts';
import { createLog } from '../../../workers/process/createLog.ts';
import type { World } from '../../support/world.ts';

export type CliRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, parsed; asked for by `--json`. */ readonly json: () => unknown;
};

/** Runs the command line against a world's server, with its real probe and list of exchanges. */
export async function runInWorld(world: World, argv: readonly string[], stdin = ''): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const configured = () =>
    parseConfig(world.configText(), `${world.tag}.toml`, { env: world.env, registry: exchanges }).accounts;
  const seams: CliSeams = {
    connect: async () => ({
      client: createWithdrawalClient({ temporal: world.temporal }),
      close: async () => undefined,
    }),
    probe: async (account) => {
      const found = configured().find((one) => one.account === account);
      if (found === undefined) throw new Error(`${account} is not configured`);
      return probeAccount(found, createLog('error'));
    },
    exchanges: async () =>
      Object.values(exchanges).map(({ id, capabilities }) => ({
        adapter: id,
        capabilities,
        accounts: configured().flatMap(({ account, definition }) => (definition.id === id ? [account] : [])),
      })),
    io: {
      stdout: (text) => void (stdout += text),
      stderr: (text) => void (stderr += text),
      outputHasEnded: false,
      flush: async () => null,
      readStdin: async () => stdin,
      readFile: async (path) => Promise.reject(new Error(`${path}: there are no files here`)),
      isTTY: false,
      now: Date.now,
      user: () => 'ada',
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
  };
  const exitCode = await runCli(argv, seams);
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) as unknown };
}

/** A request as options of `start`. */
export function startOptions(request: Partial<Record<keyof WithdrawalRequestInput, unknown>>): string[] {
  const names = {
    withdrawalId: 'id',
    account: 'account',
    asset: 'asset',
    network: 'network',
    address: 'to',
    memo: 'memo',
    amount: 'amount',
    requestedAt: 'requested-at',
    deadlineAt: 'deadline-at',
  } as const;
  return [
    'start',
    ...Object.entries(names).flatMap(([field, option]) =>
      request[field as keyof typeof names] === undefined
        ? []
        : [`--${option}=${String(request[field as keyof typeof names])}`],
    ),
  ];
}
