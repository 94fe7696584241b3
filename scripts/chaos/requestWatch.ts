import type { SeenRequest } from '../../simulator/index.ts';
import type { ChaosExchange } from './chaosAccounts.ts';
import type { Canary, LeakHunt } from './leakHunt.ts';

/** Every request that the exchanges receive. */
export type RequestWatch = {
  see(exchange: ChaosExchange, request: SeenRequest): void;
  /**
   * Calls `run` once, while the next submit to this exchange is under way and before it is carried out. The function
   * that it returns takes that back.
   */
  onNextSubmit(exchange: ChaosExchange, run: () => void): () => void;
  readonly requests: number;
  /** Keys that were found in the header that may carry them: proof that the search would find one. */
  readonly keysInTheirHeader: number;
};

/** The paths that a submit goes to. */
const submits: Readonly<Record<ChaosExchange, RegExp>> = {
  bigone: /\/viewer\/withdrawals$/,
  bitunix: /\/withdraw$/,
  btse: /\/withdraw$/,
  edgex: /\/create\w*Withdraw$/,
};

/** Searches every request for credentials, but for the key in the one header that may carry it. */
export function createRequestWatch(
  canaries: readonly (Canary & { readonly exchange: ChaosExchange })[],
  hunt: LeakHunt,
): RequestWatch {
  const waiting = new Map<ChaosExchange, (() => void)[]>();
  let requests = 0;
  let keysInTheirHeader = 0;

  /** Returns how many keys it may and does carry. All else in it is searched; of a token, what it says. */
  function searchHeader(where: string, value: string, allowed: readonly Canary[]): number {
    const said = readToken(value);
    const rightful = allowed.filter((canary) => value.includes(canary.value) || said.includes(canary.value));
    const shown = rightful.some((canary) => said.includes(canary.value)) ? said : `${value} ${said}`;
    hunt.search(
      where,
      rightful.reduce((left, canary) => left.replaceAll(canary.value, ''), shown),
    );
    return rightful.length;
  }

  return {
    see(exchange, { method, path, query, headers, body }) {
      requests += 1;
      const own = canaries.filter((canary) => canary.exchange === exchange && canary.header !== null);
      const where = `${exchange} ${method} ${path}`;
      hunt.search(`${where}: address`, `${path}?${query}`);
      hunt.search(`${where}: body`, body);
      for (const [name, value] of Object.entries(headers))
        keysInTheirHeader += searchHeader(
          `${where}: header ${name}`,
          String(value),
          own.filter((canary) => canary.header === name),
        );
      if (method !== 'POST' || !submits[exchange].test(path)) return;
      const due = waiting.get(exchange) ?? [];
      waiting.delete(exchange);
      for (const run of due) run();
    },
    onNextSubmit(exchange, run) {
      waiting.set(exchange, [...(waiting.get(exchange) ?? []), run]);
      return () =>
        void waiting.set(
          exchange,
          (waiting.get(exchange) ?? []).filter((one) => one !== run),
        );
    },
    get requests() {
      return requests;
    },
    get keysInTheirHeader() {
      return keysInTheirHeader;
    },
  };
}

/** What the parts of a JSON web token say; nothing if it is none. */
function readToken(header: string): string {
  const parts = /([\w-]+)\.([\w-]+)\.([\w-]+)/.exec(header)?.slice(1) ?? [];
  return parts.map((part) => Buffer.from(part, 'base64url').toString('latin1')).join(' ');
}
