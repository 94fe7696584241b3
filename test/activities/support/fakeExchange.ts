import type { AssetRules } from '../../../domain/assetRules.ts';
import type { Capabilities } from '../../../domain/capabilities.ts';
import type { FailureReason } from '../../../domain/failure.ts';
import { laneKey } from '../../../domain/laneKey.ts';
import type { CancelAnswer, SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { SubmitIntent, WithdrawalRecord } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import type {
  CancelTarget,
  Exchange,
  FindContext,
  FindAnswer,
  HistoryRead,
  OpenWithdrawal,
  RequestProblem,
  StatusRead,
} from '../../../exchanges/exchange.ts';
import type { VirtualClock } from './virtualClock.ts';

/** What the exchange does with a send: whether money leaves, and what it says. */
export type SendScript = {
  readonly pays: boolean;
  readonly answer: 'accepted' | 'acceptedWithoutId' | 'rejected' | 'notSent' | 'unknown' | 'throws';
  readonly takesMs?: number;
  readonly retryAfterMs?: number;
};

export type ReadFailure = { readonly reason: FailureReason; readonly retryAfterMs?: number };

const shared: Capabilities = {
  repeatSubmit: 'never',
  findBy: 'history',
  cancel: 'firstReviewOnly',
  feeMode: 'gross',
  clientIdFormat: 'none',
  answerIdIsRecordId: true,
  resubmitAfterMs: 86_400_000,
  statusBatch: { kind: 'page', size: 100 },
};

/** An exchange in memory, with a ledger of what left and faults by order. */
export class FakeExchange {
  readonly ledger: { readonly intent: SubmitIntent; readonly atMs: number; readonly id: string | null }[] = [];
  readonly records = new Map<string, WithdrawalRecord>();
  readonly scripts: SendScript[] = [];
  readonly hidden = new Set<string>();
  readonly unreadable = new Set<string>();
  readonly notRead = new Set<string>();
  readonly cancelled: string[] = [];
  readonly cancelTargets: CancelTarget[] = [];
  readonly statusReads: (readonly OpenWithdrawal[])[] = [];
  cancelAnswers: CancelAnswer[] = [];
  /** What every read fails with. */
  down: FailureReason | null = null;
  /** What the next reads fail with, one each. */
  readonly readFailures: ReadFailure[] = [];
  /** When each read began, by the virtual clock. */
  readonly readsMs: number[] = [];
  historyComplete = true;
  unreadableRows = 0;
  historyReads = 0;
  lookTakesMs = 0;
  statusReadTakesMs = 0;
  rules: readonly AssetRules[] | null = null;
  requestProblems: readonly RequestProblem[] = [];
  readonly capabilities: Capabilities;
  private readonly clock: VirtualClock;
  private ids = 0;

  constructor(clock: VirtualClock, capabilities: Partial<Capabilities> = {}) {
    this.clock = clock;
    this.capabilities = { ...shared, ...capabilities };
  }

  /** What money left, as ids of withdrawals. */
  get paid(): readonly string[] {
    return this.ledger.flatMap((entry) => (entry.id === null ? [] : [entry.intent.withdrawalId]));
  }

  addRecord(record: Partial<WithdrawalRecord> = {}): WithdrawalRecord {
    const id = record.exchangeWithdrawalId ?? `x${(this.ids += 1)}`;
    const full: WithdrawalRecord = {
      status: 'PENDING',
      exchangeStatus: 'pending',
      asset: 'USDT',
      network: 'Tron',
      address: 'TAddressOfSomebody',
      memo: null,
      amount: null,
      receivedAmount: '99.5',
      fee: null,
      feeAsset: null,
      txid: null,
      createdAtMs: this.clock.now(),
      action: null,
      internal: false,
      ...record,
      exchangeWithdrawalId: id,
    };
    this.records.set(id, full);
    return full;
  }

  setStatus(id: string, change: Partial<WithdrawalRecord>): void {
    const record = this.records.get(id);
    if (record === undefined) throw new Error(`no record ${id}`);
    this.records.set(id, { ...record, ...change });
  }

  get exchange(): Exchange {
    const base = {
      capabilities: this.capabilities,
      probe: async () => ({ exchangeAccountId: 'u1', clockSkewMs: 0, permissions: [] }),
      readAssetRules: async () => this.rules,
      checkRequest: () => this.requestProblems,
      freeze: async () => ({ fixed: 'yes' }),
      laneKey: (request: Parameters<Exchange['laneKey']>[0]) =>
        this.capabilities.findBy === 'history' ? laneOf(request) : null,
      laneKeyOfRecord: (record: WithdrawalRecord) =>
        record.network === null || record.address === null
          ? null
          : laneOf({ ...record, network: record.network, address: record.address }),
      submit: (intent: SubmitIntent) => this.submit(intent),
      readStatuses: (open: readonly OpenWithdrawal[]) => this.readStatuses(open),
      findById: async (id: string) => this.find((record) => record.exchangeWithdrawalId === id),
      findByClientId: async (intent: SubmitIntent, { beforeFirstSend = false }: FindContext) => {
        this.looksBeforeFirstSend.push(beforeFirstSend);
        if (this.lookTakesMs > 0) await this.clock.sleep(this.lookTakesMs);
        return this.find((record) => this.clientIds.get(record.exchangeWithdrawalId) === intent.clientWithdrawalId);
      },
      readHistory: (_intent: unknown, fromMs: number) => this.readHistory(fromMs),
      requestCancel: async (target: CancelTarget): Promise<CancelAnswer> => {
        this.cancelTargets.push(target);
        this.cancelled.push(target.exchangeWithdrawalId);
        return this.cancelAnswers.shift() ?? { kind: 'taken', message: 'taken' };
      },
    };
    const absent = [
      this.capabilities.findBy === 'history' ? 'findByClientId' : 'readHistory',
      ...(this.capabilities.cancel === 'none' ? ['requestCancel'] : []),
    ];
    return Object.fromEntries(Object.entries(base).filter(([name]) => !absent.includes(name))) as unknown as Exchange;
  }

  /** For each look by our id: whether it was told that it comes before a first send. */
  readonly looksBeforeFirstSend: boolean[] = [];
  private readonly clientIds = new Map<string, string | null>();

  private async submit(intent: SubmitIntent): Promise<SubmitAnswer> {
    const script = this.scripts.shift() ?? { pays: true, answer: 'accepted' };
    const paid = script.pays
      ? this.addRecord({
          asset: intent.asset,
          network: intent.network,
          address: intent.address,
          memo: intent.memo,
          receivedAmount: intent.amount,
        })
      : null;
    if (paid !== null) this.clientIds.set(paid.exchangeWithdrawalId, intent.clientWithdrawalId);
    this.ledger.push({ intent, atMs: this.clock.now(), id: paid?.exchangeWithdrawalId ?? null });
    await this.clock.sleep(script.takesMs ?? 50);
    switch (script.answer) {
      case 'accepted':
        return { kind: 'accepted', exchangeWithdrawalId: paid?.exchangeWithdrawalId ?? 'none', record: null };
      case 'acceptedWithoutId':
        return { kind: 'accepted', exchangeWithdrawalId: null, record: null };
      case 'rejected':
        return { kind: 'rejected', reason: 'insufficientFunds', message: 'not enough' };
      case 'notSent':
        return {
          kind: 'notSent',
          reason: 'rateLimited',
          message: 'slow down',
          retryAfterMs: script.retryAfterMs ?? null,
        };
      case 'unknown':
        return { kind: 'unknown', reason: 'noAnswer', message: 'no answer' };
      case 'throws':
        throw new Error('https://exchange/?signature=SECRET');
    }
  }

  private find(matches: (record: WithdrawalRecord) => boolean): FindAnswer {
    this.failIfDown();
    const record = [...this.records.values()].find((one) => !this.hidden.has(one.exchangeWithdrawalId) && matches(one));
    return record === undefined ? { kind: 'notFound' } : { kind: 'found', record };
  }

  private async readHistory(fromMs: number): Promise<HistoryRead> {
    this.historyReads += 1;
    const exchangeTimeMs = this.clock.now();
    if (this.lookTakesMs > 0) await this.clock.sleep(this.lookTakesMs);
    this.failIfDown();
    const records = [...this.records.values()].filter(
      (record) => !this.hidden.has(record.exchangeWithdrawalId) && (record.createdAtMs ?? fromMs) >= fromMs,
    );
    return { records, unreadableRows: this.unreadableRows, complete: this.historyComplete, exchangeTimeMs };
  }

  private async readStatuses(open: readonly OpenWithdrawal[]): Promise<StatusRead> {
    this.statusReads.push(open);
    if (this.statusReadTakesMs > 0) await this.clock.sleep(this.statusReadTakesMs);
    this.failIfDown();
    const asked = open.map((one) => one.exchangeWithdrawalId);
    const shown = asked.filter(
      (id) => this.records.has(id) && !this.hidden.has(id) && !this.unreadable.has(id) && !this.notRead.has(id),
    );
    return {
      records: shown.flatMap((id) => this.records.get(id) ?? []),
      unreadable: asked.filter((id) => this.unreadable.has(id)),
      notRead: asked.filter((id) => this.notRead.has(id)),
    };
  }

  private failIfDown(): void {
    this.readsMs.push(this.clock.now());
    const failure = this.readFailures.shift();
    if (failure !== undefined) throw new ExchangeError({ adapter: 'fake', endpoint: 'GET /x', ...failure });
    if (this.down !== null) throw new ExchangeError({ reason: this.down, adapter: 'fake', endpoint: 'GET /x' });
  }
}

function laneOf({
  asset,
  network,
  address,
  memo,
}: {
  asset: string;
  network: string;
  address: string;
  memo: string | null;
}): string {
  return laneKey([asset, network, address, memo]);
}
