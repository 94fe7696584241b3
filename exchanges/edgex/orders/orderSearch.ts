import { setTimeout as delay } from 'node:timers/promises';

import { ExchangeError } from '../../errors.ts';
import type { FindContext, ReadContext } from '../../exchange.ts';
import type { EdgexRow } from '../sharedWire.ts';
import { createOrderMemory, type ListedOrder } from './orderMemory.ts';
import type { RecordSource } from './readRecords.ts';
import { walkOrders } from './walkOrders.ts';

export type OrderSearch<Row extends EdgexRow> = {
  /**
   * The record under our client id, or null. Throws ExchangeError where the walk was not complete: then
   * absence is not proven.
   */
  find(clientId: string, notBeforeMs: number, context: FindContext): Promise<Row | null>;
};

type Seeker<Row> = {
  readonly clientId: string;
  readonly notBeforeMs: number;
  readonly context: FindContext;
  readonly answer: (row: Row | null) => void;
  readonly fail: (error: unknown) => void;
};

/** Walks of several pages begin so far apart: whoever asks meanwhile shares the next one. */
const spacingMs = 500;

/**
 * Looks through the orders, since there is no look-up by client id. One walk answers all who asked before it
 * began, and an order whose record was read twice alike is not read again: a burst of n submits costs the
 * exchange about n / 50 record reads and a few walks, not n walks. Where all ask before a first send, it goes
 * back only to where earlier walks have shown every order for sure; an order that is listed late is found by
 * any other look-up.
 */
export function createOrderSearch<Row extends EdgexRow>(
  source: RecordSource<Row>,
  orderType: string,
): OrderSearch<Row> {
  const memory = createOrderMemory();
  let waiting: Seeker<Row>[] = [];
  let walking = false;
  /** When the next walk may begin, by the monotonic clock. */
  let nextWalkMs = 0;

  /** Answers how many pages it took; of a walk that failed, one. */
  const walk = async (seekers: readonly Seeker<Row>[]): Promise<number> => {
    const open = new Map<string, Seeker<Row>[]>();
    for (const seeker of seekers) open.set(seeker.clientId, [...(open.get(seeker.clientId) ?? []), seeker]);
    const onTurn = (): void => seekers.forEach(({ context }) => context.onTurn?.());
    // Each seeker leaves by its own signal; the walk is for all.
    const context: ReadContext = { priority: seekers[0]?.context.priority ?? 'lookup', onTurn };
    const wholeFromMs = Math.min(...seekers.map((seeker) => seeker.notBeforeMs));
    // What was seen before is to be listed, and read, again.
    const mayLean = seekers.every(
      ({ clientId, context: { beforeFirstSend } }) => beforeFirstSend === true && !memory.hasShown(clientId),
    );
    const fromMs = mayLean ? memory.beginFrom(wholeFromMs) : wholeFromMs;
    const begunAtMs = source.core.nowMs();
    const listed: ListedOrder[] = [];
    try {
      const pages = await walkOrders(
        {
          source,
          orderType,
          notBeforeMs: fromMs,
          onListed: (order) => void listed.push(order),
          isWanted(orderId) {
            const clientId = memory.sureClientIdOf(orderId);
            return clientId === null || open.has(clientId);
          },
          onRow(row) {
            memory.note(row.id, row.clientId);
            for (const seeker of open.get(row.clientId) ?? []) seeker.answer(row);
          },
        },
        context,
      );
      memory.noteComplete(fromMs, begunAtMs, listed);
      for (const seeker of seekers) seeker.answer(null);
      return pages;
    } catch (error) {
      for (const seeker of seekers) seeker.fail(error);
      return 1;
    }
  };

  const run = async (): Promise<void> => {
    walking = true;
    while (waiting.length > 0) {
      const earlyMs = nextWalkMs - performance.now();
      if (earlyMs > 0) await delay(earlyMs);
      const seekers = waiting.filter(({ context }) => context.signal?.aborted !== true);
      waiting = [];
      if (seekers.length === 0) continue;
      const begunMs = performance.now();
      if ((await walk(seekers)) > 1) nextWalkMs = begunMs + spacingMs;
    }
    walking = false;
  };

  return {
    find: (clientId, notBeforeMs, context) =>
      new Promise((resolve, reject) => {
        const { signal } = context;
        const leave = (): void =>
          reject(
            new ExchangeError({
              reason: 'unreachable',
              adapter: source.core.adapter,
              endpoint: 'look-up',
              note: 'broken off',
            }),
          );
        if (signal?.aborted === true) return leave();
        const done = (): void => signal?.removeEventListener('abort', leave);
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push({
          clientId,
          notBeforeMs,
          context,
          answer: (row) => (done(), resolve(row)),
          fail: (error) => (done(), reject(error instanceof Error ? error : new Error('look-up failed'))),
        });
        if (!walking) void run();
      }),
  };
}
