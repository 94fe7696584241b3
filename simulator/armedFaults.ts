import type { Clock } from './clock.ts';
import { parseFaultOrder } from './faultOrder.ts';
import type { FaultName, FaultOrder, FaultPoint, RequestPoint } from './faults.ts';
import { matches, type FaultMatch } from './ledger.ts';
import { requestFaults } from './requestFaults.ts';

export type FaultRecord = FaultMatch & { exchangeWithdrawalId: string; acceptedAtMs: number; isFinal: boolean };

export type ArmedFaults = {
  /** Throws, naming the field, if the order makes no sense. */
  arm(order: FaultOrder): void;
  disarm(): void;
  /** False while none is armed. */
  isArmed(): boolean;
  /** What is armed, with the `times` that are left. */
  orders(): FaultOrder[];
  hits(name: FaultName): number;
  noteHit(name: FaultName): void;
  /** The fault that strikes this request, if one is due. This counts as a hit. */
  takeForRequest(
    names: ReadonlySet<FaultName>,
    point: RequestPoint,
    subjects: readonly FaultMatch[],
  ): FaultOrder | null;
  /** Ties faults of a record that are armed on `submit` or `cancel` to the record that such a request is about. */
  tie(point: 'submit' | 'cancel', record: FaultRecord): void;
  /** Whether the fault strikes this read of the record. Counts as one read. */
  spoils(name: FaultName, point: RequestPoint, record: FaultRecord): boolean;
  /** Whether a cancel of this record is taken, and the withdrawal completes all the same. */
  losesRace(record: FaultRecord): boolean;
  /** Calls the listener with every fault that is armed from now on. */
  onArm(listener: (order: FaultOrder) => void): void;
};

type Armed = { order: FaultOrder; left: number; untilMs: Map<string, number> };

const isRead = (point: RequestPoint) => point === 'follow' || point === 'lookup';
const isAction = (on: FaultPoint) => on === 'submit' || on === 'cancel';
const covers = (on: FaultPoint, point: RequestPoint) =>
  on === 'any' || on === point || (on === 'follow' && point === 'lookup');

/** Keeps the armed faults, and decides which of them strikes when. */
export function createArmedFaults(clock: Clock): ArmedFaults {
  let armed: Armed[] = [];
  const hits = new Map<FaultName, number>();
  const listeners: ((order: FaultOrder) => void)[] = [];

  const noteHit = (name: FaultName) => void hits.set(name, (hits.get(name) ?? 0) + 1);

  function endOf({ name, delayMs }: FaultOrder, record: FaultRecord): number {
    if (delayMs === undefined) return Number.POSITIVE_INFINITY;
    return (name === 'historyLag' || name === 'feeNullWhilePending' ? record.acceptedAtMs : clock.now()) + delayMs;
  }
  const holds = ({ name }: FaultOrder, untilMs: number, record: FaultRecord) =>
    clock.now() < untilMs || (name === 'feeNullWhilePending' && !record.isFinal);

  function tryTie(one: Armed, record: FaultRecord): boolean {
    const untilMs = endOf(one.order, record);
    if (one.left <= 0 || !matches(one.order.match, record) || !holds(one.order, untilMs, record)) return false;
    if (one.order.delayMs !== undefined) one.left -= 1;
    one.untilMs.set(record.exchangeWithdrawalId, untilMs);
    return true;
  }

  function strikes(one: Armed, point: RequestPoint, record: FaultRecord): boolean {
    const { order, untilMs } = one;
    const isTied = untilMs.has(record.exchangeWithdrawalId);
    if (!isTied && (isAction(order.on) || !covers(order.on, point) || !tryTie(one, record))) return false;
    if (order.delayMs !== undefined) return holds(order, untilMs.get(record.exchangeWithdrawalId) ?? 0, record);
    if (one.left <= 0) return false;
    one.left -= 1;
    return true;
  }

  return {
    arm(given) {
      const order = parseFaultOrder(given);
      armed.push({ order, left: order.times ?? 1, untilMs: new Map() });
      for (const listener of listeners) listener(order);
    },
    disarm() {
      armed = [];
    },
    isArmed: () => armed.length > 0,
    orders: () => armed.map((one) => ({ ...one.order, times: one.left })),
    hits: (name) => hits.get(name) ?? 0,
    noteHit,
    takeForRequest(names, point, subjects) {
      const isDue = ({ order, left }: Armed) =>
        names.has(order.name) &&
        left > 0 &&
        covers(order.on, point) &&
        (order.match === undefined || subjects.some((subject) => matches(order.match, subject)));
      const due = armed.find(isDue);
      if (!due) return null;
      due.left -= 1;
      noteHit(due.order.name);
      return due.order;
    },
    tie(point, record) {
      for (const one of armed) if (one.order.on === point && !requestFaults.has(one.order.name)) tryTie(one, record);
    },
    spoils(name, point, record) {
      const isSpoilt = isRead(point) && armed.some((one) => one.order.name === name && strikes(one, point, record));
      if (isSpoilt) noteHit(name);
      return isSpoilt;
    },
    losesRace(record) {
      const due = armed.find(
        ({ order, left, untilMs }) =>
          order.name === 'cancelLosesRace' &&
          left > 0 &&
          (order.on === 'submit' ? untilMs.has(record.exchangeWithdrawalId) : matches(order.match, record)),
      );
      if (!due) return false;
      due.left -= 1;
      noteHit('cancelLosesRace');
      return true;
    },
    onArm: (listener) => void listeners.push(listener),
  };
}
