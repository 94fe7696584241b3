import type { CliIo } from '../../../client/cli/cliIo.ts';
import { runCli } from '../../../client/cli/runCli.ts';
import type { CliSeams } from '../../../client/cli/seams.ts';
import { WithdrawalNotFoundError } from '../../../client/errors.ts';
import { createWithdrawalClient, type WithdrawalClient } from '../../../client/withdrawalClient.ts';
import type { Resolution, WithdrawalState } from '../../../domain/state.ts';
import { accountWorkflowType } from '../../../workflows/messages.ts';
import { aView, nowMs } from './builders.ts';
import { FakeTemporal } from './fakeTemporal.ts';

/**
 * A client that holds withdrawals in memory; whatever a test does not replace behaves like the real one over
 * an empty server.
 */
export function aClient(
  states: readonly WithdrawalState[],
  changes: Partial<WithdrawalClient> = {},
): WithdrawalClient & { resolutions: Resolution[] } {
  const resolutions: Resolution[] = [];
  const temporal = new FakeTemporal();
  temporal.add({
    workflowId: 'account/bigone/treasury',
    type: accountWorkflowType,
    memo: { adapter: 'bigone', workerGroup: 'main', accountIdentity: 'id-1' },
  });
  const real = createWithdrawalClient({ temporal: temporal.client, namespace: 'default', now: () => nowMs });
  const find = (withdrawalId: string): WithdrawalState => {
    const state = states.find((one) => one.request.withdrawalId === withdrawalId);
    if (state === undefined)
      throw new WithdrawalNotFoundError(
        withdrawalId,
        'default',
        states.map((one) => one.request.withdrawalId),
      );
    return state;
  };
  return {
    ...real,
    get: async (withdrawalId) => aView(find(withdrawalId)),
    resolve: async (withdrawalId, resolution) => {
      resolutions.push(resolution);
      return { kind: 'withdrawal', state: find(withdrawalId) };
    },
    list: () => {
      const rows = states
        .filter((state) => state.attention !== null)
        .map((state) => ({ kind: 'withdrawal' as const, ...aView(state) }));
      return {
        toArray: async () => rows,
        async *[Symbol.asyncIterator]() {
          yield* rows;
        },
      };
    },
    ...changes,
    resolutions,
  };
}

export type CliRun = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export type CliGiven = {
  readonly files?: Record<string, string>;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  /** Standard output takes so many writes. Default: any number. */
  readonly outputTakes?: number;
  /** Why standard output could not be written; null: its reader has gone. */
  readonly outputProblem?: string | null;
  readonly seams?: Partial<CliSeams>;
};

/** Runs the command line as a process would, with files and standard input from memory. */
export async function runWith(
  client: WithdrawalClient,
  argv: readonly string[],
  given: CliGiven = {},
): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  let clock = nowMs;
  let writes = 0;
  const hasEnded = (): boolean => writes > (given.outputTakes ?? Number.POSITIVE_INFINITY);
  const io: CliIo = {
    stdout: (text) => {
      writes++;
      if (!hasEnded()) stdout += text;
    },
    stderr: (text) => void (stderr += text),
    get outputHasEnded() {
      return hasEnded();
    },
    flush: async () => (hasEnded() ? (given.outputProblem ?? null) : null),
    readStdin: async () => given.stdin ?? '',
    readFile: async (path) => {
      const text = given.files?.[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    isTTY: given.isTTY ?? false,
    now: () => clock,
    user: () => 'ada',
    pause: async (ms) => void (clock += ms),
  };
  const exitCode = await runCli(argv, {
    io,
    connect: async () => ({ client, close: async () => undefined }),
    ...given.seams,
  });
  return { exitCode, stdout, stderr };
}
