import type { IncomingHttpHeaders } from 'node:http';

import type { Clock } from './clock.ts';
import type { EdgexSettings } from './edgex/settings.ts';
import type { FaultName, FaultOrder } from './faults.ts';
import type { ExchangeName, FaultMatch, Ledger, LedgerEntry, ScriptStatus } from './ledger.ts';
import type { RateLimit } from './rateLimit.ts';
import type { ScriptStep } from './script.ts';

export type SimulatedAccount = {
  apiKey: string;
  apiSecret: string;
  /** edgeX: X of the account's public L2 key, hex; and the passphrase of its HMAC key. */
  l2PublicKey?: string;
  passphrase?: string;
  /** BigONE `customer_id`, Bitunix `uid`. */
  accountId: string;
  /** What can be withdrawn, by asset: the FUND wallet of BigONE, the spot wallet of Bitunix. */
  balances: Record<string, string>;
  /** BigONE's SPOT wallet, from which nothing can be withdrawn. */
  spotBalances?: Record<string, string>;
  /** The key's permission. Default true. */
  canWithdraw?: boolean;
  /** Default `'any'`. */
  trustedAddresses?: string[] | 'any';
};

/** A request as it came, before anything is done with it. */
export type SeenRequest = { method: string; path: string; query: string; headers: IncomingHttpHeaders; body: Buffer };

/** How a repeated guid is answered; no document says. */
export type RepeatGuid = 'sameRecord' | 'error' | 'secondWithdrawal';

/** Where BTSE's document is silent or contradicts itself; the first named is the default. */
export type BtseSettings = {
  orderIdAs?: 'number' | 'text';
  withdrawIdAs?: 'withdraw_id' | 'withdrawId' | 'array';
  /** Whether a row's `amount` is what was asked for or what arrives. */
  rowAmount?: 'asked' | 'received';
  showToAddress?: boolean;
  /** Rows show `currencyNetwork`; default true. */
  showNetwork?: boolean;
  order?: 'newestFirst' | 'oldestFirst';
  /** `errorCode`: of the older calls; `enveloped`: as the newer ones; `error`: with `error` and `code`. */
  errorShape?: 'errorCode' | 'enveloped' | 'error';
};

export type SimulatorOptions = {
  exchange: ExchangeName;
  /** Default 0: a free port. */
  port?: number;
  accounts: SimulatedAccount[];
  script?: ScriptStep[];
  /** BigONE only. Default `sameRecord`. */
  repeatGuid?: RepeatGuid;
  /** Default as documented: BigONE 500 in 10 s per IP, Bitunix 10 in 1 s per IP and endpoint. */
  rateLimit?: RateLimit;
  /** How far a request's time may be off. Default 30 s (BigONE, unless the token says otherwise), 60 s (Bitunix). */
  recvWindowMs?: number;
  /** The exchange's clock minus ours. */
  clockOffsetMs?: number;
  /** No list answer is longer, whatever is asked for. Default 200 (BigONE), 100 (Bitunix). */
  maxPageSize?: number;
  /** BigONE: how long a cancel takes to take effect. Default 200. */
  cancelAfterMs?: number;
  /** Bitunix: length of the first review, in which a cancel is taken. Default: until the first script step. */
  reviewMs?: number;
  /** BigONE: whether `{guid}` in a path also finds by numeric id. Default true. */
  numericIdInPath?: boolean;
  /**
   * BigONE: whether the fee comes on top of the amount or out of it; no document says. Default `onTop`.
   * Bitunix: always inside.
   */
  feeMode?: 'onTop' | 'inside';
  /** BigONE: addresses of its own customers; what goes there stays on its own book. */
  internalAddresses?: string[];
  /** Bitunix: where its sample and its table disagree. Defaults: `address`, `text`, `text`. */
  addressField?: 'address' | 'toAddress';
  codeAs?: 'text' | 'number';
  createDataAs?: 'text' | 'object';
  btse?: BtseSettings;
  edgex?: EdgexSettings;
  /** Called with each request, except those to the control, before it is served. */
  onRequest?(request: SeenRequest): void;
  /** Default: the machine's. */
  clock?: Clock;
};

export type ForeignWithdrawal = Pick<LedgerEntry, 'asset' | 'network' | 'address' | 'amount'> & {
  /** Default: the first account. */
  accountId?: string;
  memo?: string | null;
  fee?: string;
  kind?: LedgerEntry['kind'];
  /** Default now, by the exchange's clock. */
  acceptedAtMs?: number;
  /** A status it has from the start and keeps; default: `pending`, then the script. */
  status?: ScriptStatus;
};

export type Simulator = {
  readonly exchange: ExchangeName;
  /** What a user configures as the account's base URL; BigONE's includes `/api/v3`. */
  readonly baseUrl: string;
  readonly ledger: Ledger;
  arm(fault: FaultOrder): void;
  disarm(): void;
  /** Script for withdrawals accepted from now on that match; later ones win. */
  setScript(script: ScriptStep[], match?: FaultMatch): void;
  /** By hand, even against all rules. The script leaves this withdrawal alone from then on. */
  advance(exchangeWithdrawalId: string, status: ScriptStatus, extra?: { txid?: string; fee?: string }): void;
  setRepeatGuid(repeatGuid: RepeatGuid): void;
  setClockOffsetMs(clockOffsetMs: number): void;
  /** Sets what can be withdrawn. */
  setBalance(apiKey: string, asset: string, amount: string): void;
  /** What can be withdrawn now. */
  balanceOf(apiKey: string, asset: string): { available: string; locked: string };
  /** Requests by endpoint, e.g. `POST /viewer/withdrawals`, `GET /viewer/withdrawals/{guid}`. */
  requestCounts(): Record<string, number>;
  /** Refused by the rate limit itself; staged 429s do not count. */
  requestsRefusedByRateLimit(): number;
  /** How often a fault struck: requests for faults of a request, spoilt reads for faults of a record. */
  armedFaultHits(name: FaultName): number;
  /** Makes a withdrawal as by hand in the exchange's app. Returns its id. */
  addForeignWithdrawal(input: ForeignWithdrawal): string;
  /** Requests are read and not served: the network stalls. Connections stay open. */
  hold(): void;
  /** Serves what was held, in order, also what nobody waits for any more. */
  release(): void;
  /** Requests that were read and are still to be served or carried out. */
  underway(): number;
  /** Connection refused from now on; open connections are destroyed at once, also in mid-request. */
  pause(): Promise<void>;
  /** Listens again on the same port. */
  resume(): Promise<void>;
  /** Destroys sockets, takes back timers; leaves nothing running. */
  close(): Promise<void>;
};
