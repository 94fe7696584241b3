import type { AnswerRules, Failed, Reply } from './classifyHttp.ts';
import { classifyHttp } from './classifyHttp.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from './http.ts';

/** How long a scope waits when a body says *too often*, but not for how long. */
const holdBackMs = 2_000;

/** Sends a request once and reads the envelope; the data in it is not checked yet. Never throws. */
export async function callExchange(http: HttpPort, rules: AnswerRules, request: HttpRequest): Promise<Reply | Failed> {
  // A port that breaks its promise must not look like a request that was never sent.
  const answer = await http.send(request).catch((): HttpAnswer => ({ kind: 'noAnswer', code: 'ERROR' }));
  const reply = classifyHttp(rules, request.endpoint, answer);
  if (reply.kind === 'failed' && reply.error.reason === 'rateLimited' && reply.error.httpStatus !== 429) {
    http.holdBack?.(request.scope, reply.error.retryAfterMs ?? holdBackMs);
  }
  return reply;
}
