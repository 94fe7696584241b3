import PQueue from 'p-queue';

type Waiting<Request, Answer> = {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export type BatchOptions<Request, Answer> = {
  /** Calls in flight per key. */
  readonly concurrency: number;
  /** Requests in one call. */
  readonly size: number;
  /** Answers in the order of the requests; a rejection is everyone's in the call. */
  readonly call: (key: string, requests: readonly Request[]) => Promise<readonly Answer[]>;
};

/** Sends a request alone when nothing is under way for its key; what comes meanwhile goes together in the next call. */
export function inBatches<Request, Answer>({
  concurrency,
  size,
  call,
}: BatchOptions<Request, Answer>): (key: string, request: Request) => Promise<Answer> {
  const lines = new Map<string, { readonly waiting: Waiting<Request, Answer>[]; readonly queue: PQueue }>();
  return (key, request) => {
    const line = lines.get(key) ?? { waiting: [], queue: new PQueue({ concurrency }) };
    lines.set(key, line);
    const answer = new Promise<Answer>((resolve, reject) => line.waiting.push({ request, resolve, reject }));
    // One turn per request is enough; those that find their request gone along with an earlier one do nothing.
    void line.queue.add(() => flush(key, line.waiting.splice(0, size)));
    return answer;
  };

  async function flush(key: string, batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const answers = await call(
        key,
        batch.map((one) => one.request),
      );
      if (answers.length !== batch.length)
        throw new Error(`${batch.length} answers were expected, ${answers.length} came`);
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }
}
