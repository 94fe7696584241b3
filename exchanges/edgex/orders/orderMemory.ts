/** Of how many orders the client ids are remembered: those of some days of a busy account. */
const rememberedOrders = 20_000;
/**
 * How much later than it was made an order may be listed. A longer time would be safer for a look-up before a first
 * send, but in a burst each walk reads again all that was ordered in it.
 */
const listingLagMs = 10_000;

export type ListedOrder = { readonly orderId: string; readonly timeMs: number };

/** What walks through the orders have shown: the client id of each order, and the time in which none is missing. */
export type OrderMemory = {
  note(orderId: string, clientId: string): void;
  /**
   * The client id of an order that was read twice alike; null of any other. A single answer could be wrong, and
   * would hide an order of ours for ever.
   */
  sureClientIdOf(orderId: string): string | null;
  hasShown(clientId: string): boolean;
  /**
   * Where a walk may begin that must show all orders since `fromMs`: later than that where complete walks have shown
   * everything up to then.
   */
  beginFrom(fromMs: number): number;
  /** Takes in that a walk from `fromMs`, begun at `begunAtMs`, was complete and listed these orders. */
  noteComplete(fromMs: number, begunAtMs: number, listed: readonly ListedOrder[]): void;
};

export function createOrderMemory(limit = rememberedOrders): OrderMemory {
  const known = new Map<string, { readonly clientId: string; readonly isSure: boolean }>();
  const orderOf = new Map<string, string>();
  /** The span of time in which every order is known for sure. */
  let shown: { readonly fromMs: number; readonly toMs: number } | null = null;

  const forgetOldest = (): void => {
    let left = Math.ceil(known.size / 2);
    for (const [orderId, { clientId }] of known) {
      if (left-- === 0) break;
      known.delete(orderId);
      if (orderOf.get(clientId) === orderId) orderOf.delete(clientId);
    }
    shown = null;
  };

  return {
    note(orderId, clientId) {
      if (known.size >= limit && !known.has(orderId)) forgetOldest();
      known.set(orderId, { clientId, isSure: known.get(orderId)?.clientId === clientId });
      orderOf.set(clientId, orderId);
    },
    sureClientIdOf(orderId) {
      const order = known.get(orderId);
      return order?.isSure === true ? order.clientId : null;
    },
    hasShown: (clientId) => orderOf.has(clientId),
    beginFrom: (fromMs) => (shown !== null && shown.fromMs <= fromMs ? Math.max(fromMs, shown.toMs) : fromMs),
    noteComplete(fromMs, begunAtMs, listed) {
      const newestMs = Math.max(...listed.map(({ timeMs }) => timeMs));
      const unsure = listed.filter(({ orderId }) => known.get(orderId)?.isSure !== true).map(({ timeMs }) => timeMs);
      // Orders have the time of the exchange's clock; one ahead of ours would hide what is made until then.
      const toMs = Math.min(newestMs, begunAtMs, ...unsure) - listingLagMs;
      if (shown !== null && shown.fromMs <= fromMs && fromMs <= shown.toMs)
        shown = { fromMs: shown.fromMs, toMs: Math.max(shown.toMs, toMs) };
      else if (toMs > fromMs) shown = { fromMs, toMs };
    },
  };
}
