import type { IncomingHttpHeaders } from 'node:http';

import type { ArmedFaults } from './armedFaults.ts';
import type { Book } from './book.ts';
import type { Clock } from './clock.ts';
import type { FaultName, RequestPoint } from './faults.ts';
import type { FaultMatch } from './ledger.ts';
import type { RepeatGuid, SimulatedAccount, SimulatorOptions } from './options.ts';
import type { Refusal } from './refusal.ts';
import type { Wallet, Wallets } from './wallets.ts';

/** A request, read to its end. */
export type Call = {
  method: string;
  /** Below the exchange's base path, without query. */
  path: string;
  /** What the `{name}`s of the route's path stood for. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Bytes as received: signatures are over these. */
  body: Buffer;
  ip: string;
};

/** A call whose sender is known. */
export type AccountCall = { call: Call; account: SimulatedAccount; point: RequestPoint; viaFault: FaultName | null };

/** What a request is about: what a fault's `match` is compared with. */
export type Subject = FaultMatch & { fee?: string };

type RouteBase = { method: 'GET' | 'POST' | 'DELETE'; path: string };
export type Route = RouteBase &
  (
    | { access: 'public'; answer(call: Call): unknown }
    | {
        /** `withdraw` needs the key's withdraw permission. */
        access: 'read' | 'withdraw';
        /** Default `other`. */
        point?: RequestPoint | ((call: Call) => RequestPoint);
        /** The withdrawals that it is about. */
        subjects?(call: Call, account: SimulatedAccount): Subject[];
        /** The JSON to answer. Throws `Refusal`. */
        answer(call: AccountCall): unknown;
      }
  );

/** One exchange as its documents describe it. */
export type ExchangeApi = {
  basePath: string;
  routes: readonly Route[];
  limitPerEndpoint: boolean;
  /**
   * Whom a request counts against; `null`: not against this limit. Default: the IP, with the endpoint if
   * `limitPerEndpoint`. Throws `Refusal`.
   */
  limitKey?(call: Call): string | null;
  /** Throws `Refusal`. */
  authenticate(call: Call): SimulatedAccount;
  errorBody(refusal: Refusal): unknown;
  refusals: {
    noRoute: Refusal;
    noPermission: Refusal;
    tooMany(retryAfterSeconds: number): Refusal;
    internal(httpStatus: number): Refusal;
    /** A code that stands in no document. */
    unknownCode(httpStatus: number | undefined): Refusal;
  };
};

/** What an exchange works with. */
export type ExchangeState = {
  options: SimulatorOptions;
  book: Book;
  wallets: Wallets;
  /** The wallet that withdrawals leave from. */
  wallet: Wallet;
  armedFaults: ArmedFaults;
  /** The exchange's own clock. */
  clock: Clock;
  repeatGuid: RepeatGuid;
};
