import { setTimeout as delay } from 'node:timers/promises';

import type { FindContext, ReadContext } from '../../exchange.ts';
import { abortableLookUp, type LookUpOutcome } from '../../reads/abortableLookUp.ts';
import type { EdgexRow } from '../sharedWire.ts';
import { createOrderMemory, type ListedOrder } from './orderMemory.ts';
import type { RecordSource } from './readRecords.ts';
import { walkOrders } from './walkOrders.ts';

export type OrderSearch<Row extends EdgexRow> = {
  /**
   * The record under our client id, or null. Throws ExchangeError where the walk was not complete: then
   * absence is not proven. May be repeated.
   */
  find(clientId: string, notBeforeMs: number, context: FindContext): Promise<Row | null>;
};

/** One look-up that waits for a walk. */
type Caller<Row> = LookUpOutcome<Row | null> & {
  readonly clientId: string;
  readonly notBeforeMs: number;
  readonly context: FindContext;
};

/** The time from the beginning of a walk of several pages to the next one, which all share who ask meanwhile. */
const spacingMs = 500;

/**
 * Looks through the orders, since there is no look-up by client id. One walk answers all who asked before it began,
 * and an order whose record was read twice alike is not read again: a burst of n submits costs the exchange about
 * n / 50 record reads and a few walks, not n walks. Where all callers ask before a first send, the walk goes back only
 * to where earlier ones have shown every order for sure; an order that is listed late is found by any other look-up.
 */
export function createOrderSearch<Row extends EdgexRow>(
  source: RecordSource<Row>,
  orderType: string,
): OrderSearch<Row> {
  const memory = createOrderMemory();
  let waiting: Caller<Row>[] = [];
  let walking = false;
  /** When the next walk may begin, by the monotonic clock. */
  let nextWalkMs = 0;

  /** Where a walk must begin so that it can answer all of these. */
  function beginFor(callers: readonly Caller<Row>[]): number {
    const wholeFromMs = Math.min(...callers.map((caller) => caller.notBeforeMs));
    // An order that was seen before is to be listed, and read, again.
    const mayUseMemory = callers.every(
      ({ clientId, context }) => context.beforeFirstSend === true && !memory.hasShown(clientId),
    );
    return mayUseMemory ? memory.beginFrom(wholeFromMs) : wholeFromMs;
  }

  /** Walks once for all of these and answers each. Resolves to the number of pages; of a walk that failed, one. */
  async function walkFor(callers: readonly Caller<Row>[]): Promise<number> {
    const byClientId = new Map<string, Caller<Row>[]>();
    for (const caller of callers) byClientId.set(caller.clientId, [...(byClientId.get(caller.clientId) ?? []), caller]);
    // Each caller leaves by its own signal; the walk is for all, and has none.
    const context: ReadContext = {
      priority: callers[0]?.context.priority ?? 'lookup',
      onTurn: () => callers.forEach((caller) => caller.context.onTurn?.()),
    };
    const fromMs = beginFor(callers);
    const begunAtMs = source.core.nowMs();
    const listed: ListedOrder[] = [];
    const walk = {
      source,
      orderType,
      notBeforeMs: fromMs,
      onListed: (order: ListedOrder) => void listed.push(order),
      isWanted(orderId: string) {
        const clientId = memory.sureClientIdOf(orderId);
        return clientId === null || byClientId.has(clientId);
      },
      onRow(row: Row) {
        memory.note(row.id, row.clientId);
        for (const caller of byClientId.get(row.clientId) ?? []) caller.answer(row);
      },
    };
    try {
      const pages = await walkOrders(walk, context);
      memory.noteComplete(fromMs, begunAtMs, listed);
      // A caller that a row has answered keeps that answer.
      for (const caller of callers) caller.answer(null);
      return pages;
    } catch (error) {
      for (const caller of callers) caller.fail(error);
      return 1;
    }
  }

  async function serve(): Promise<void> {
    walking = true;
    while (waiting.length > 0) {
      const earlyMs = nextWalkMs - performance.now();
      if (earlyMs > 0) await delay(earlyMs);
      const callers = waiting.filter(({ context }) => context.signal?.aborted !== true);
      waiting = [];
      if (callers.length === 0) continue;
      const begunMs = performance.now();
      if ((await walkFor(callers)) > 1) nextWalkMs = begunMs + spacingMs;
    }
    walking = false;
  }

  return {
    find: (clientId, notBeforeMs, context) =>
      abortableLookUp(source.core.adapter, context.signal, (outcome) => {
        waiting.push({ ...outcome, clientId, notBeforeMs, context });
        if (!walking) void serve();
      }),
  };
}
