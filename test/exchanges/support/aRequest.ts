import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import type { ReadContext } from '../../../exchanges/exchange.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../../exchanges/http/http.ts';

export const tronAddress = 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU';
export const guid = 'c37173f4-751f-4cc1-9904-c1041dcae4f7';
export const poll: ReadContext = { priority: 'poll' };

export function anIntent(more: Partial<SubmitIntent> = {}): SubmitIntent {
  return {
    withdrawalId: 'w-1',
    submission: 1,
    clientWithdrawalId: null,
    account: 'x/y',
    accountIdentity: 'identity',
    asset: 'TRX',
    network: 'Tron (TRC-20)',
    address: tronAddress,
    memo: null,
    amount: '20.00',
    laneKey: null,
    frozen: {},
    ...more,
  };
}

export const answered = (
  body: unknown,
  status = 200,
  more: { dateMs?: number; retryAfterMs?: number } = {},
): HttpAnswer => ({
  kind: 'answered',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  dateMs: more.dateMs ?? null,
  retryAfterMs: more.retryAfterMs ?? null,
});

/** A port that answers from a list or a function and remembers what it was asked. */
export function aPort(
  answers: HttpAnswer[] | ((request: HttpRequest) => HttpAnswer),
): HttpPort & { requests: HttpRequest[]; held: [string, number][] } {
  const requests: HttpRequest[] = [];
  const held: [string, number][] = [];
  return {
    requests,
    held,
    async send(request) {
      requests.push(request);
      const answer = Array.isArray(answers) ? answers.shift() : answers(request);
      return answer ?? { kind: 'noAnswer', code: 'NO_MORE_ANSWERS' };
    },
    holdBack: (scope, forMs) => void held.push([scope, forMs]),
  };
}
