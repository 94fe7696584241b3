import type { FaultName, FaultOrder } from './faults.ts';
import type { Refusal } from './refusal.ts';
import type { Reply } from './reply.ts';

/** How a request is to be mistreated. */
export type Plan = {
  /** When it is carried out, if at all. */
  executes: 'atOnce' | 'late' | 'never';
  /** The socket is destroyed instead of an answer. */
  drops?: true;
  /** Milliseconds between carrying out (or, for `late`, reading) and the answer. */
  delayMs?: number;
  /** The answer that is given instead of the true one, which is `null` if nothing was carried out. */
  spoil?(truth: Reply | null): Reply;
};

export type PlanTools = {
  render(refusal: Refusal): Reply;
  internal(httpStatus: number): Refusal;
  tooMany(retryAfterSeconds: number): Refusal;
  unknownCode(httpStatus: number | undefined): Refusal;
};

const cdnPage = [
  '<!DOCTYPE html>',
  '<html><head><title>502 Bad Gateway</title></head>',
  '<body><center><h1>502 Bad Gateway</h1></center><hr><center>cdn</center></body></html>',
  '',
].join('\n');

const runs = (order: FaultOrder, byDefault: boolean) => ((order.accepts ?? byDefault) ? 'atOnce' : 'never');

const plans: Partial<Record<FaultName, (order: FaultOrder, tools: PlanTools) => Plan>> = {
  dropBeforeAccept: () => ({ executes: 'never', drops: true }),
  acceptThenDropReply: () => ({ executes: 'atOnce', drops: true }),
  insufficientFundsLocked: () => ({ executes: 'atOnce', drops: true }),
  acceptThen5xx: (order, tools) => ({
    executes: 'atOnce',
    spoil: () => tools.render(tools.internal(order.status ?? 500)),
  }),
  acceptLate: (order) => ({ executes: 'late', delayMs: order.delayMs ?? 0 }),
  slow: (order) => ({ executes: 'atOnce', delayMs: order.delayMs ?? 0 }),
  tooManyRequests: (order, tools) => ({
    executes: 'never',
    spoil: () => tools.render(tools.tooMany(Math.ceil((order.delayMs ?? 0) / 1000))),
  }),
  malformedBody: (order) => ({
    executes: runs(order, true),
    spoil: (truth) => {
      const whole = truth?.body ?? '{"code":0,"message":""';
      return { status: order.status ?? truth?.status ?? 200, body: whole.slice(0, Math.ceil(whole.length / 2)) };
    },
  }),
  htmlBody: (order) => ({
    executes: runs(order, false),
    spoil: () => ({
      status: order.status ?? 502,
      body: cdnPage,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    }),
  }),
  unknownCode: (order, tools) => ({
    executes: runs(order, false),
    spoil: () => tools.render(tools.unknownCode(order.status)),
  }),
};

/** Faults that strike a request as a whole; all others spoil what a record shows. */
export const requestFaults: ReadonlySet<FaultName> = new Set(Object.keys(plans) as FaultName[]);

export function planFor(order: FaultOrder | null, tools: PlanTools): Plan {
  return (order && plans[order.name]?.(order, tools)) ?? { executes: 'atOnce' };
}
