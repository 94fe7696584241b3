import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  TypedSearchAttributes,
  type SearchAttributePair,
} from '@temporalio/common';

import type { TemporalClient } from '../../../client/temporal/temporalCalls.ts';

export type FakeRun = {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  status: { name: string };
  readonly memo: Record<string, unknown>;
  readonly typedSearchAttributes: TypedSearchAttributes;
  readonly startTime: Date;
  closeTime?: Date;
  /** Answers of queries by name; a function may throw. */
  queries: Record<string, (...args: unknown[]) => unknown>;
  result?: unknown;
  signals: { name: string; args: unknown[] }[];
};

type StartOptions = {
  workflowId: string;
  workflowIdReusePolicy: string;
  memo?: Record<string, unknown>;
  typedSearchAttributes?: SearchAttributePair[];
  args: unknown[];
  staticSummary?: string;
};

/**
 * A Temporal server in memory: just enough of it that ids, reuse policies, memos, queries and lists behave as
 * they do there.
 */
export class FakeTemporal {
  readonly runs: FakeRun[] = [];
  readonly started: StartOptions[] = [];
  listError: Error | null = null;

  add(run: Partial<FakeRun> & { workflowId: string; type: string }): FakeRun {
    const full: FakeRun = {
      runId: `run-${this.runs.length + 1}`,
      status: { name: 'RUNNING' },
      memo: {},
      typedSearchAttributes: new TypedSearchAttributes([]),
      startTime: new Date('2026-11-21T08:00:00.500Z'),
      queries: {},
      signals: [],
      ...run,
    };
    this.runs.push(full);
    return full;
  }

  last(workflowId: string): FakeRun {
    const run = this.runs.findLast((candidate) => candidate.workflowId === workflowId);
    if (run === undefined) throw new WorkflowNotFoundError('workflow not found', workflowId, undefined);
    return run;
  }

  get client(): TemporalClient {
    const fake = {
      withDeadline: async (_deadline: number, work: () => Promise<unknown>) => work(),
      workflow: {
        options: { namespace: 'default' },
        start: async (type: string, options: StartOptions) => this.start(type, options),
        list: ({ query }: { query: string }) => this.list(query),
        count: async (query: string) => ({ count: [...this.matching(query)].length, groups: [] }),
        getHandle: (workflowId: string, runId?: string) => this.handle(workflowId, runId),
      },
    };
    return fake as unknown as TemporalClient;
  }

  private start(type: string, options: StartOptions): { firstExecutionRunId: string } {
    const existing = this.runs.findLast((run) => run.workflowId === options.workflowId);
    const allowed: Record<string, (status: string) => boolean> = {
      REJECT_DUPLICATE: () => false,
      ALLOW_DUPLICATE_FAILED_ONLY: (status) => ['FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT'].includes(status),
      ALLOW_DUPLICATE: (status) => status !== 'RUNNING',
    };
    if (existing !== undefined && allowed[options.workflowIdReusePolicy]?.(existing.status.name) !== true)
      throw new WorkflowExecutionAlreadyStartedError('already started', options.workflowId, type);
    this.started.push(options);
    return {
      firstExecutionRunId: this.add({
        workflowId: options.workflowId,
        type,
        memo: options.memo ?? {},
        typedSearchAttributes: new TypedSearchAttributes(options.typedSearchAttributes ?? []),
      }).runId,
    };
  }

  private matching(query: string): FakeRun[] {
    return this.runs.filter((run) => query.includes(run.type)).reverse();
  }

  private async *list(query: string): AsyncGenerator<FakeRun> {
    for (const run of this.matching(query)) yield run;
    if (this.listError !== null) throw this.listError;
  }

  private handle(workflowId: string, runId?: string): object {
    const run = (): FakeRun =>
      runId === undefined
        ? this.last(workflowId)
        : (this.runs.find((one) => one.runId === runId) ?? this.last(workflowId));
    return {
      describe: async () => run(),
      result: async () => run().result,
      query: async (definition: { name: string }, ...args: unknown[]) => {
        const answer = run().queries[definition.name];
        if (answer === undefined) throw new Error('no worker answers');
        return answer(...args);
      },
      signal: async (definition: { name: string }, ...args: unknown[]) => {
        if (run().status.name !== 'RUNNING')
          throw new WorkflowNotFoundError('workflow execution already completed', workflowId, runId);
        run().signals.push({ name: definition.name, args });
      },
    };
  }
}
