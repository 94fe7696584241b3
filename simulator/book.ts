import { createHash } from 'node:crypto';

import type { Clock } from './clock.ts';
import {
  matches,
  type ExchangeName,
  type FaultMatch,
  type Ledger,
  type LedgerEntry,
  type LedgerWriter,
  type ScriptStatus,
} from './ledger.ts';
import { moneyText, toMoney } from './money.ts';
import { isFinal, type ScriptStep } from './script.ts';
import type { Wallet, Wallets } from './wallets.ts';

export type NewWithdrawal = Pick<
  LedgerEntry,
  | 'accountId'
  | 'clientWithdrawalId'
  | 'kind'
  | 'asset'
  | 'network'
  | 'address'
  | 'memo'
  | 'amount'
  | 'fee'
  | 'foreign'
  | 'viaFault'
> & {
  acceptedAtMs?: number;
  status?: ScriptStatus;
  /** Where the request itself says; default: the exchange's. */
  feeMode?: 'onTop' | 'inside';
};

export type Book = {
  readonly ledger: Ledger;
  /** Locks the money, starts the script. The caller has made sure that there is enough. */
  accept(order: NewWithdrawal): LedgerEntry;
  /** What the account is charged: amount, plus the fee where it comes on top. */
  chargeFor(amount: string, fee: string): string;
  of(accountId: string): LedgerEntry[];
  /** Whether anything has happened to it since it was accepted. */
  hasMoved(exchangeWithdrawalId: string): boolean;
  /** By hand or by the exchange itself: moves the money as the status demands, and ends the script. */
  advance(exchangeWithdrawalId: string, status: ScriptStatus, extra?: { txid?: string; fee?: string }): LedgerEntry;
  setScript(script: readonly ScriptStep[], match?: FaultMatch): void;
};

type BookSetting = {
  exchange: ExchangeName;
  ledger: LedgerWriter;
  wallets: Wallets;
  wallet: Wallet;
  feeMode: 'onTop' | 'inside';
  script: readonly ScriptStep[];
  clock: Clock;
  nextId(): string;
  /** Paid within the exchange: credited to the receiver when it completes. */
  creditInside(entry: LedgerEntry): void;
};

type Money = LedgerEntry['money'];

function moneyAt(status: ScriptStatus, before: Money): Money {
  if (status === 'broadcast' || status === 'completed') return 'left';
  return status === 'failed' || status === 'cancelled' ? 'returned' : before;
}

/** The exchange's book of withdrawals: money and status always move together. */
export function createBook(setting: BookSetting): Book {
  const { ledger, wallets, wallet, clock, feeMode } = setting;
  const scripts: { script: readonly ScriptStep[]; match?: FaultMatch | undefined }[] = [{ script: setting.script }];
  const timersOf = new Map<string, (() => void)[]>();
  const moved = new Set<string>();
  /** Only of withdrawals whose request said so. */
  const feeModeOf = new Map<string, 'onTop' | 'inside'>();
  const potOf = { locked: `${wallet}:locked`, left: 'outside', returned: wallet } as const;

  const chargeFor = (amount: string, fee: string, mode = feeMode) =>
    mode === 'onTop' ? moneyText(toMoney(amount, 'amount').plus(toMoney(fee, 'fee'))) : amount;
  const receivedOf = (amount: string, fee: string, mode = feeMode) =>
    mode === 'onTop' ? amount : moneyText(toMoney(amount, 'amount').minus(toMoney(fee, 'fee')));

  function txidFor(entry: LedgerEntry): string | null {
    if (entry.kind !== 'on_chain') return null;
    const hash = createHash('sha256').update(`${entry.exchange}/${entry.exchangeWithdrawalId}`).digest('hex');
    return entry.address.startsWith('0x') ? `0x${hash}` : hash;
  }

  function apply(id: string, status: ScriptStatus, extra: { txid?: string; fee?: string } = {}): LedgerEntry {
    const entry = ledger.get(id);
    if (!entry) throw new Error(`exchangeWithdrawalId: no withdrawal ${id} in the ledger`);
    const fee = extra.fee ?? entry.fee;
    const mode = feeModeOf.get(id);
    const before = toMoney(chargeFor(entry.amount, entry.fee, mode), 'charge');
    const charge = toMoney(chargeFor(entry.amount, fee, mode), 'charge');
    const money = moneyAt(status, entry.money);
    const isMoving = money !== entry.money;
    moved.add(id);
    if (!charge.equals(before))
      wallets.move(entry.accountId, entry.asset, wallet, potOf[entry.money], charge.minus(before));
    if (isMoving) wallets.move(entry.accountId, entry.asset, potOf[entry.money], potOf[money], charge);
    const now = clock.now();
    const changed = ledger.change(id, isMoving && money !== 'locked' ? money : 'status', {
      status,
      fee,
      receivedAmount: receivedOf(entry.amount, fee, mode),
      money,
      txid: extra.txid ?? entry.txid ?? (money === 'left' ? txidFor(entry) : null),
      updatedAtMs: now,
      leftAtMs: isMoving && money === 'left' ? now : entry.leftAtMs,
      returnedAtMs: isMoving && money === 'returned' ? now : entry.returnedAtMs,
    });
    if (status === 'completed' && entry.kind === 'inside_transfer') setting.creditInside(changed);
    return changed;
  }

  function startScript(entry: LedgerEntry): void {
    const { script } = scripts.findLast((one) => matches(one.match, entry)) ?? { script: [] };
    const timers = script.map((step) =>
      clock.setTimer(() => {
        const current = ledger.get(entry.exchangeWithdrawalId);
        if (current && !isFinal(current.status)) apply(entry.exchangeWithdrawalId, step.status);
      }, step.afterMs),
    );
    timersOf.set(entry.exchangeWithdrawalId, timers);
  }

  return {
    ledger,
    chargeFor,
    accept({ acceptedAtMs, status, feeMode: mode, ...order }) {
      const atMs = acceptedAtMs ?? clock.now();
      const entry: LedgerEntry = {
        ...order,
        exchange: setting.exchange,
        exchangeWithdrawalId: setting.nextId(),
        receivedAmount: receivedOf(order.amount, order.fee, mode),
        status: 'pending',
        acceptedAtMs: atMs,
        updatedAtMs: atMs,
        leftAtMs: null,
        returnedAtMs: null,
        money: 'locked',
        txid: null,
      };
      if (mode) feeModeOf.set(entry.exchangeWithdrawalId, mode);
      wallets.move(
        order.accountId,
        order.asset,
        wallet,
        potOf.locked,
        toMoney(chargeFor(order.amount, order.fee, mode), 'charge'),
      );
      ledger.accept(entry);
      if (status !== undefined) return apply(entry.exchangeWithdrawalId, status);
      startScript(entry);
      return entry;
    },
    hasMoved: (id) => moved.has(id),
    of: (accountId) => ledger.entries().filter((entry) => entry.accountId === accountId),
    advance(id, status, extra) {
      const entry = apply(id, status, extra);
      for (const cancel of timersOf.get(id) ?? []) cancel();
      timersOf.delete(id);
      return entry;
    },
    setScript: (script, match) => void scripts.push({ script: [...script], match }),
  };
}
