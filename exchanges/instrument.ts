import type { Log } from '../domain/log.ts';
import { ExchangeError } from './errors.ts';
import type { Exchange } from './exchange.ts';

/** One call of an adapter, in the same form for all of them. Nothing secret, nothing of the exchange's text. */
export type ExchangeCall = {
  readonly adapter: string;
  readonly account: string;
  readonly operation: string;
  /** Known only where the call failed. */
  readonly endpoint: string | null;
  /** `ok` or `failed` for reads; the answer's kind for finds, submit and cancel. */
  readonly outcome: string;
  readonly reason: string | null;
  readonly durationMs: number;
};

export type InstrumentOptions = {
  readonly adapter: string;
  readonly account: string;
  readonly nowMs: () => number;
  readonly log?: Log;
  /** Called after every call of the exchange; must not throw. */
  readonly onCall?: (call: ExchangeCall) => void;
};

const watchedOperations: ReadonlySet<string> = new Set([
  'probe',
  'readAssetRules',
  'freeze',
  'submit',
  'readStatuses',
  'findById',
  'findByClientId',
  'readHistory',
  'requestCancel',
]);

/** Worth a line in the log even when all is well. */
const movesMoney: ReadonlySet<string> = new Set(['submit', 'requestCancel']);

function levelOf(operation: string, reason: string | null): 'debug' | 'info' | 'warn' {
  if (reason !== null) return 'warn';
  return movesMoney.has(operation) ? 'info' : 'debug';
}

/** The same exchange, with one log line and one metrics call per operation. Changes no answer and no error. */
export function instrument(exchange: Exchange, options: InstrumentOptions): Exchange {
  const watched = Object.entries(exchange).map(
    ([name, member]: [string, unknown]) =>
      [name, watchedOperations.has(name) && isOperation(member) ? watch(name, member, options) : member] as const,
  );
  // The members are the same ones, by name; only their calls are observed.
  return Object.fromEntries(watched) as unknown as Exchange;
}

type Operation = (...inputs: readonly unknown[]) => Promise<unknown>;

const isOperation = (member: unknown): member is Operation => typeof member === 'function';

function watch(operation: string, member: Operation, options: InstrumentOptions): Operation {
  const { adapter, account } = options;
  return async (...inputs) => {
    const startedAtMs = options.nowMs();
    const report = (result: Pick<ExchangeCall, 'endpoint' | 'outcome' | 'reason'>): void => {
      const call: ExchangeCall = { adapter, account, operation, ...result, durationMs: options.nowMs() - startedAtMs };
      options.log?.[levelOf(operation, result.reason)](call, 'exchange call');
      options.onCall?.(call);
    };
    try {
      const answer = await member(...inputs);
      report({ endpoint: null, outcome: fieldOf(answer, 'kind') ?? 'ok', reason: fieldOf(answer, 'reason') });
      return answer;
    } catch (error) {
      const known = error instanceof ExchangeError;
      report({
        endpoint: known ? error.endpoint : null,
        outcome: 'failed',
        reason: known ? error.reason : 'unexpectedError',
      });
      throw error;
    }
  };
}

function fieldOf(answer: unknown, field: 'kind' | 'reason'): string | null {
  if (typeof answer !== 'object' || answer === null || !(field in answer)) return null;
  const value = (answer as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : null;
}
