import type { AccountCall, Call, ExchangeState } from '../exchangeApi.ts';
import type { RequestPoint } from '../faults.ts';
import type { LedgerEntry } from '../ledger.ts';
import { moneyText, parseMoney, zeroMoney } from '../money.ts';
import type { SimulatedAccount } from '../options.ts';
import type { RecordView } from '../recordView.ts';
import { isFinal } from '../script.ts';
import { collateral } from './coins.ts';
import type { Envelope } from './envelope.ts';
import { statusWord, type OrderKind, type Orders } from './orders.ts';
import { refusals } from './refusals.ts';
import { toOrderRow, toRow, typeOf } from './rows.ts';

type Parts = { state: ExchangeState; orders: Orders; envelope: Envelope; view: RecordView };

const listOf = (call: Call, name: string) => (call.query.get(name) ?? '').split(',').filter((one) => one !== '');

/** Ids are numbers that may be longer than a JavaScript number holds. */
const isOlder = (id: string, than: string) => (id.length === than.length ? id < than : id.length < than.length);

/** Reads of orders, by ids and in pages. */
export function createReads({ state, orders, envelope, view }: Parts) {
  const { book, options } = state;
  // The book's ids ascend.
  const newestFirst = (accountId: string) => book.of(accountId).toReversed();

  /** By the ids of a list, the exchange's or the client's. */
  const byList = (kind: OrderKind, listName: string, idOf: (entry: LedgerEntry) => string) => {
    const wanted = (call: Call, account: SimulatedAccount) => {
      const ids = new Set(listOf(call, listName));
      return book.of(account.accountId).filter((entry) => orders.of(entry).kind === kind && ids.has(idOf(entry)));
    };
    return {
      point: (call: Call): RequestPoint => (listOf(call, listName).length === 1 ? 'lookup' : 'follow'),
      subjects: wanted,
      answer({ call, account, point }: AccountCall) {
        const ids = listOf(call, listName);
        if (ids.length === 0 || ids.length > 100) throw refusals.badParameter(`${listName} must name 1 to 100 ids`);
        const found = wanted(call, account);
        const rows = view.showAll(found, point).map((one) => toRow(one, orders.of(one)));
        return envelope.ok(view.isDuplicated(found, point) ? [...rows, ...rows] : rows);
      },
    };
  };

  function paged(call: Call, rows: LedgerEntry[], point: RequestPoint) {
    const text = call.query.get('size') ?? '100';
    if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > 100) throw refusals.badPageSize;
    const size = Math.min(Number(text), options.maxPageSize ?? 100);
    const token = call.query.get('offsetData') ?? '';
    const after = Buffer.from(token, 'hex').toString();
    const from = token === '' ? 0 : rows.filter((entry) => !isOlder(entry.exchangeWithdrawalId, after)).length;
    const duplicated = view.isDuplicated(rows, point);
    const start = duplicated ? Math.max(0, from - size) : from;
    const page = rows.slice(start, start + size);
    const last = page.at(-1);
    const next =
      last !== undefined && start + page.length < rows.length
        ? Buffer.from(last.exchangeWithdrawalId).toString('hex')
        : '';
    return { shown: view.showAll(duplicated && token === '' ? [...page, ...page] : page, point), next };
  }

  const timeOf = (call: Call, name: string, missing: number) => {
    const text = call.query.get(name);
    if (text === null || text === '0') return missing;
    if (!/^\d{10,13}$/.test(text)) throw refusals.badParameter(`${name} is not a time`);
    return Number(text);
  };

  return {
    byId: (kind: OrderKind, listName: string) => byList(kind, listName, (entry) => entry.exchangeWithdrawalId),
    byClientId: (kind: OrderKind, listName: string) => byList(kind, listName, (entry) => orders.of(entry).clientId),

    orders({ call, account, point }: AccountCall) {
      // Seconds, both included.
      const [from, to] = [timeOf(call, 'startTime', 0), timeOf(call, 'endTime', Number.MAX_SAFE_INTEGER)];
      const [types, chainId] = [listOf(call, 'typeList'), call.query.get('chainId')];
      const rows = newestFirst(account.accountId).filter((entry) => {
        const [order, seconds] = [orders.of(entry), Math.floor(entry.acceptedAtMs / 1000)];
        return (
          order.kind !== 'withdraw' &&
          seconds >= from &&
          seconds <= to &&
          (types.length === 0 || types.includes(typeOf(order))) &&
          (chainId === null || chainId === order.chainId)
        );
      });
      const { shown, next } = paged(call, rows, point);
      return envelope.ok({ dataList: shown.map((one) => toOrderRow(one, orders.of(one))), nextPageOffsetData: next });
    },

    active({ call, account, point }: AccountCall) {
      const [from, to] = [
        timeOf(call, 'filterStartCreatedTimeInclusive', 0),
        timeOf(call, 'filterEndCreatedTimeExclusive', Number.MAX_SAFE_INTEGER),
      ];
      const [coins, statuses] = [listOf(call, 'filterCoinIdList'), listOf(call, 'filterStatusList')];
      const rows = newestFirst(account.accountId).filter(
        (entry) =>
          orders.of(entry).kind === 'withdraw' &&
          !isFinal(entry.status) &&
          entry.acceptedAtMs >= from &&
          entry.acceptedAtMs < to &&
          (coins.length === 0 || coins.includes(collateral.coinId)) &&
          (statuses.length === 0 || statuses.includes(statusWord('withdraw', entry.status))),
      );
      const { shown, next } = paged(call, rows, point);
      return envelope.ok({ dataList: shown.map((one) => toRow(one, orders.of(one))), nextPageOffsetData: next });
    },

    available: ({ account }: AccountCall) =>
      envelope.ok({
        availableAmount: moneyText(state.wallets.amountIn(account.accountId, collateral.coinName, state.wallet)),
      }),

    /** What waits in the L1 contract for this address: normal withdrawals that left the L2 and are not claimed. */
    claimable({ call, account }: AccountCall) {
      const address = call.query.get('address') ?? '';
      if (!/^0x[0-9a-fA-F]{40}$/.test(address)) throw refusals.badParameter('address is missing');
      const waiting = book
        .of(account.accountId)
        .filter(
          (entry) =>
            entry.address.toLowerCase() === address.toLowerCase() &&
            orders.of(entry).kind === 'normal' &&
            entry.status === 'broadcast',
        );
      return envelope.ok({
        amount: moneyText(
          waiting.reduce((sum, entry) => sum.plus(parseMoney(entry.amount) ?? zeroMoney()), zeroMoney()),
        ),
      });
    },

    listSubjects: (_: Call, account: SimulatedAccount) => book.of(account.accountId),
  };
}
