import type { SeenRequest } from '../../simulator/index.ts';
import type { ChaosExchange } from './chaosAccounts.ts';
import type { Canary, LeakHunt } from './leakHunt.ts';

/** What the exchanges were shown. */
export type RequestWatch = {
  see(exchange: ChaosExchange, request: SeenRequest): void;
  /**
   * Called once, while the next submit of this exchange is under way and before it is carried out. The answer
   * takes it back.
   */
  onNextSubmit(exchange: ChaosExchange, run: () => void): () => void;
  readonly requests: number;
  /** Requests with a key in the header that is for it: proof that the hunt would know one. */
  readonly keysInTheirHeader: number;
};

/** The paths that a submit goes to. */
const submits: Readonly<Record<ChaosExchange, RegExp>> = {
  bigone: /\/viewer\/withdrawals$/,
  bitunix: /\/withdraw$/,
  btse: /\/withdraw$/,
  edgex: /\/create\w*Withdraw$/,
};

/** Searches every request for credentials outside of the one header that may carry a key. */
export function createRequestWatch(
  canaries: readonly (Canary & { readonly exchange: ChaosExchange })[],
  hunt: LeakHunt,
): RequestWatch {
  const waiting = new Map<ChaosExchange, (() => void)[]>();
  let requests = 0;
  let keysInTheirHeader = 0;

  /** How many keys it rightly carries. The rest of it is searched; a token by what it says. */
  function lookAtHeader(where: string, value: string, allowed: readonly Canary[]): number {
    const said = readToken(value);
    const rightful = allowed.filter((canary) => value.includes(canary.value) || said.includes(canary.value));
    const shown = rightful.some((canary) => said.includes(canary.value)) ? said : `${value} ${said}`;
    hunt.look(
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
      hunt.look(`${where}: address`, `${path}?${query}`);
      hunt.look(`${where}: body`, body);
      for (const [name, value] of Object.entries(headers))
        keysInTheirHeader += lookAtHeader(
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
