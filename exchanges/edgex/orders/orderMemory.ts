/** So many orders' client ids are remembered: those of some days of a busy account. */
const remembered = 20_000;
/**
 * An order may be listed so much later than it was made, for a look before a first send: in a burst every
 * walk reads again what was ordered since.
 */
const listingLagMs = 10_000;

export type ListedOrder = { readonly orderId: string; readonly timeMs: number };

/** What walks through the orders have shown: under which client id each is, and through when none can be missing. */
export type OrderMemory = {
  note(orderId: string, clientId: string): void;
  /**
   * The client id of an order that was read twice alike (one answer could be wrong, and would hide ours for
   * ever); null of any other.
   */
  sureClientIdOf(orderId: string): string | null;
  hasShown(clientId: string): boolean;
  /**
   * Where a walk may begin that is to show all since `fromMs`: later, where complete walks have shown
   * everything before.
   */
  beginFrom(fromMs: number): number;
  /** A walk from `fromMs`, begun at `begunAtMs`, was complete, and these are the orders that it listed. */
  noteComplete(fromMs: number, begunAtMs: number, listed: readonly ListedOrder[]): void;
};

export function createOrderMemory(limit = remembered): OrderMemory {
  const known = new Map<string, { readonly clientId: string; readonly isSure: boolean }>();
  const orderOf = new Map<string, string>();
  /** Every order made in it is known for sure. */
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
      // By the exchange's own clock; a time ahead of ours would hide what is made until then.
      const toMs = Math.min(newestMs, begunAtMs, ...unsure) - listingLagMs;
      if (shown !== null && shown.fromMs <= fromMs && fromMs <= shown.toMs)
        shown = { fromMs: shown.fromMs, toMs: Math.max(shown.toMs, toMs) };
      else if (toMs > fromMs) shown = { fromMs, toMs };
    },
  };
}
