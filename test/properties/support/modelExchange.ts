import { subtractAmounts, addAmounts } from '../../../domain/amount.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../../exchanges/http/http.ts';
import type { VirtualClock } from '../../activities/support/virtualClock.ts';

/** What the exchange does with one submit. */
export type Fate = {
  readonly kind: 'answered' | 'replyLost' | 'neverArrived' | 'refused';
  /** Between the request and the booking, and between the booking and the answer. */
  readonly bookedAfterMs: number;
  readonly answeredAfterMs: number;
  /** How long the record takes to show up in the history, and its fee to be told. */
  readonly lagMs: number;
  readonly feeLagMs: number;
  readonly fee: string;
};

export type ModelRow = {
  readonly id: string;
  /** Null: not by us. */
  readonly owner: string | null;
  readonly coin: string;
  readonly network: string;
  readonly address: string;
  readonly memo: string | null;
  readonly gross: string;
  readonly fee: string;
  readonly bookedAtMs: number;
  readonly visibleAtMs: number;
  readonly feeAtMs: number;
};

/** How the exchange keeps and shows its history. */
export type Manner = {
  readonly order: 'newestFirst' | 'oldestFirst' | 'shuffled';
  /** The exchange's clock less ours. */
  readonly clockOffsetMs: number;
  readonly hasDateHeader: boolean;
  readonly largestPage: number;
  readonly boundsAreInclusive: boolean;
  readonly feeOnTop: boolean;
  /** What an amount of the history is: with the fee or without. */
  readonly amountIsGross: boolean;
  readonly showsNetwork: boolean;
  readonly showsAddress: boolean;
};

/** An exchange in memory and in virtual time that speaks two dialects. Its ledger holds what really happened. */
export class ModelExchange implements HttpPort {
  readonly ledger: ModelRow[] = [];
  reads = 0;
  private readonly clock: VirtualClock;
  private readonly manner: Manner;
  private readonly fates: ReadonlyMap<string, Fate>;
  private ids = 1_000;

  /** What happens to a submit, by its amount and address in the text of the request. */
  constructor(clock: VirtualClock, manner: Manner, fates: ReadonlyMap<string, Fate>) {
    this.clock = clock;
    this.manner = manner;
    this.fates = fates;
  }

  /** Of which withdrawal the next submit is: a submit itself does not tell. */
  submitting: string | null = null;

  book(row: Omit<ModelRow, 'id'>): ModelRow {
    const booked = { ...row, id: String((this.ids += 7)) };
    this.ledger.push(booked);
    return booked;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    if (request.endpoint.endsWith('/withdraw'))
      return this.take(JSON.parse(request.body ?? '{}') as Record<string, unknown>);
    this.reads += 1;
    return request.endpoint.startsWith('POST')
      ? this.bitunixPage(JSON.parse(request.body ?? '{}') as Record<string, unknown>)
      : this.btsePage(new URL(request.url).searchParams);
  }

  private async take(body: Record<string, unknown>): Promise<HttpAnswer> {
    const owner = this.submitting;
    const fate = owner === null ? undefined : this.fates.get(owner);
    if (owner === null || fate === undefined) throw new Error('nobody knows whose submit this is');
    this.submitting = null;
    if (fate.kind === 'refused')
      return this.answer(
        'currency' in body
          ? { status: 400, errorCode: 8, message: 'INSUFFICIENT', extraData: null }
          : { code: '20003', msg: 'insufficient', data: null, success: false },
        'currency' in body ? 400 : 200,
      );
    const row = fate.kind === 'neverArrived' ? Promise.resolve(null) : this.bookLater(owner, fate, body);
    if (fate.kind !== 'answered') {
      await this.clock.sleep(30_000);
      return { kind: 'noAnswer', code: 'TIMEOUT_REQUEST' };
    }
    const { id } = (await row) as ModelRow;
    await this.clock.sleep(fate.answeredAfterMs);
    return 'currency' in body
      ? this.answer({ withdraw_id: id })
      : this.answer({ code: '0', msg: 'ok', data: { withdrawId: id }, success: true });
  }

  private async bookLater(owner: string, fate: Fate, body: Record<string, unknown>): Promise<ModelRow> {
    await this.clock.sleep(fate.bookedAfterMs);
    const [coin = '', network = ''] =
      'currency' in body ? String(body['currency']).split('-') : [String(body['coin']), String(body['network'])];
    const asked = String(body['amount']);
    const nowMs = this.clock.now();
    const memo = body['memo'] ?? body['tag'];
    return this.book({
      owner,
      coin,
      network,
      address: String(body['address']),
      memo: typeof memo === 'string' && memo !== '' ? memo : null,
      fee: fate.fee,
      gross: this.manner.feeOnTop ? addAmounts(asked, fate.fee) : asked,
      bookedAtMs: nowMs + this.manner.clockOffsetMs,
      visibleAtMs: nowMs + fate.lagMs,
      feeAtMs: nowMs + fate.feeLagMs,
    });
  }

  private bitunixPage(query: Record<string, unknown>): HttpAnswer {
    const id = query['id'];
    const rows = this.page(
      {
        fromMs: Number(query['startTime'] ?? 0),
        toMs: Number(query['endTime'] ?? Number.MAX_SAFE_INTEGER),
        limit: Number(query['limit'] ?? 100),
      },
      (row) => (id === undefined || row.id === id) && (query['coin'] === undefined || row.coin === query['coin']),
    );
    const data = rows.map((row) => ({
      id: row.id,
      type: 'withdraw',
      coin: row.coin,
      network: row.network,
      address: row.address,
      memo: row.memo ?? '',
      amount: subtractAmounts(row.gross, row.fee),
      ...this.shownFee(row, null, 'fee'),
      feeCoin: row.coin,
      status: 'pending',
      ctime: row.bookedAtMs,
    }));
    return this.answer({ code: '0', msg: 'ok', data, success: true });
  }

  private btsePage(query: URLSearchParams): HttpAnswer {
    const rows = this.page(
      {
        fromMs: Number(query.get('startTime') ?? 0),
        toMs: Number(query.get('endTime') ?? Number.MAX_SAFE_INTEGER),
        limit: Number(query.get('count') ?? 100),
      },
      () => true,
    );
    return this.answer(
      rows.map((row) => ({
        orderId: row.id,
        type: 'Withdraw',
        currency: row.coin,
        amount: this.manner.amountIsGross ? row.gross : subtractAmounts(row.gross, row.fee),
        ...this.shownFee(row, '0', 'fees'),
        status: 'PENDING',
        timestamp: row.bookedAtMs,
        username: '4711',
        wallet: '@SPOT',
        ...(this.manner.showsNetwork ? { currencyNetwork: row.network } : {}),
        ...(this.manner.showsAddress ? { toAddress: row.address } : {}),
      })),
    );
  }

  private shownFee(row: ModelRow, untold: string | null, field: string): Record<string, string | null> {
    return { [field]: this.clock.now() >= row.feeAtMs ? row.fee : untold };
  }

  private page(
    { fromMs, toMs, limit }: { fromMs: number; toMs: number; limit: number },
    fits: (row: ModelRow) => boolean,
  ): ModelRow[] {
    const { order, boundsAreInclusive, largestPage } = this.manner;
    const within = (atMs: number) =>
      boundsAreInclusive ? atMs >= fromMs && atMs <= toMs : atMs > fromMs && atMs < toMs;
    const shown = this.ledger.filter(
      (row) => row.visibleAtMs <= this.clock.now() && within(row.bookedAtMs) && fits(row),
    );
    // Any fixed order that has nothing to do with time.
    const key = {
      newestFirst: (row: ModelRow) => -row.bookedAtMs,
      oldestFirst: (row: ModelRow) => row.bookedAtMs,
      shuffled: (row: ModelRow) => (Number(row.id) * 7_919) % 1_009,
    }[order];
    return shown.toSorted((a, b) => key(a) - key(b)).slice(0, Math.min(limit, largestPage));
  }

  private answer(body: unknown, status = 200): HttpAnswer {
    const dateMs = this.manner.hasDateHeader
      ? Math.floor((this.clock.now() + this.manner.clockOffsetMs) / 1_000) * 1_000
      : null;
    return { kind: 'answered', status, body: JSON.stringify(body), dateMs, retryAfterMs: null };
  }
}
