import { stringify } from 'lossless-json';

import type { AccountCall, Call, ExchangeApi, ExchangeState, Route, Subject } from './exchangeApi.ts';
import type { RequestPoint } from './faults.ts';
import { parseMoney } from './money.ts';
import type { RateLimiter } from './rateLimit.ts';
import { Refusal } from './refusal.ts';
import type { Reply } from './reply.ts';
import { planFor, requestFaults } from './requestFaults.ts';

/** `null`: destroy the socket. */
export type Send = (reply: Reply | null) => void;

export type Service = {
  /** Answers once through `send`, at once or later. */
  handle(call: Call, send: Send): void;
  requestCounts(): Record<string, number>;
  /** Requests that were read and are to be carried out later. */
  underway(): number;
  /** Calls the listener after each request, with its kind, however it was answered. */
  onAnswered(listener: (point: RequestPoint) => void): void;
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const here = found[index] ?? '';
    if (part.startsWith('{') && here !== '') params[part.slice(1, -1)] = decoded(here);
    else if (part !== here) return null;
  }
  return params;
}

/** One exchange's endpoints: rate limit, then authentication, then permission, then faults, then the request itself. */
export function createService(api: ExchangeApi, state: ExchangeState, limiter: RateLimiter): Service {
  const counts = new Map<string, number>();
  const listeners: ((point: RequestPoint) => void)[] = [];
  let late = 0;

  const render = (refusal: Refusal): Reply => ({
    status: refusal.httpStatus,
    body: stringify(api.errorBody(refusal)) ?? '',
    ...(refusal.retryAfterSeconds === null ? {} : { headers: { 'Retry-After': String(refusal.retryAfterSeconds) } }),
  });

  function answerOf(produce: () => unknown): Reply {
    try {
      return { status: 200, body: stringify(produce()) ?? '' };
    } catch (error) {
      if (error instanceof Refusal) return render(error);
      throw error;
    }
  }

  function findRoute(call: Call): { route: Route; call: Call } | null {
    for (const route of api.routes) {
      const params = route.method === call.method ? matchPath(route.path, call.path) : null;
      if (params) return { route, call: { ...call, params } };
    }
    return null;
  }

  /** Leaves the account exactly enough for this request, and nothing if it is no submit. */
  function leaveJustEnough({ account, point }: AccountCall, subject: Subject | undefined): void {
    if (subject?.asset === undefined) return;
    const isSubmit = point === 'submit' && parseMoney(subject.amount) !== null;
    const enough = isSubmit ? state.book.chargeFor(subject.amount ?? '0', subject.fee ?? '0') : '0';
    state.wallets.setAmount(account.accountId, subject.asset, state.wallet, enough);
  }

  function serve(route: Exclude<Route, { access: 'public' }>, call: Call, send: Send): RequestPoint {
    const account = api.authenticate(call);
    if (route.access === 'withdraw' && account.canWithdraw === false) throw api.refusals.noPermission;
    const point = typeof route.point === 'function' ? route.point(call) : (route.point ?? 'other');
    const subjects = route.subjects?.(call, account) ?? [];
    const order = state.armedFaults.takeForRequest(requestFaults, point, subjects);
    const accountCall = { call, account, point, viaFault: order?.name ?? null };
    if (order?.name === 'insufficientFundsLocked') leaveJustEnough(accountCall, subjects[0]);
    const plan = planFor(order, { render, ...api.refusals });

    const spoilt = (truth: Reply | null) => (plan.spoil ? plan.spoil(truth) : truth);
    const finish = (truth: Reply | null) => send(plan.drops ? null : spoilt(truth));
    const run = () => answerOf(() => route.answer(accountCall));
    if (plan.executes === 'never') finish(null);
    else if (plan.executes === 'late') {
      late += 1;
      state.clock.setTimer(() => {
        late -= 1;
        finish(run());
      }, plan.delayMs ?? 0);
    } else {
      const truth = run();
      if (plan.delayMs === undefined) finish(truth);
      else state.clock.setTimer(() => finish(truth), plan.delayMs);
    }
    return point;
  }

  function limitKeyOf(call: Call, endpoint: string): string | null {
    if (api.limitKey) return api.limitKey(call);
    return api.limitPerEndpoint ? `${call.ip} ${endpoint}` : call.ip;
  }

  function limit(call: Call, endpoint: string): void {
    const key = limitKeyOf(call, endpoint);
    const waitMs = key === null ? null : limiter.take(key);
    if (waitMs !== null) throw api.refusals.tooMany(Math.max(1, Math.ceil(waitMs / 1000)));
  }

  return {
    handle(given, send) {
      const found = findRoute(given);
      if (!found) return send(render(api.refusals.noRoute));
      const { route, call } = found;
      const endpoint = `${route.method} ${route.path}`;
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      let point: RequestPoint = 'other';
      try {
        limit(call, endpoint);
        if (route.access === 'public') send(answerOf(() => route.answer(call)));
        else point = serve(route, call, send);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        send(render(error));
      }
      for (const listener of listeners) listener(point);
    },
    requestCounts: () => Object.fromEntries(counts),
    underway: () => late,
    onAnswered: (listener) => void listeners.push(listener),
  };
}
