import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';

import { afterEach } from '@jest/globals';

import {
  createManualClock,
  startSimulator,
  type ManualClock,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/index.ts';

/** Addresses of the right shape. */
export const tronAddress = 'TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU';
export const otherTronAddress = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE';

// oxlint-disable-next-line typescript/no-explicit-any -- answers are of any shape; the assertions say which
export type Json = any;
export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: Json;
};
export type Client = {
  simulator: Simulator;
  clock: ManualClock;
  get: (path: string, extra?: Tampering) => Promise<Answer>;
  post: (path: string, body?: unknown, extra?: Tampering) => Promise<Answer>;
};
export type Tampering = {
  headers?: Record<string, string>;
  apiKey?: string;
  secret?: string;
  nonce?: string;
  timestamp?: string;
  rawBody?: string;
};

export const key = 'key-1';
export const startMs = 1_750_000_000_000;

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

/** One request on a connection of its own; rejects with the socket's error. */
export function send(
  method: string,
  url: string,
  body: string | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { 'Content-Type': 'application/json', ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parseOrNull(text) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function parseOrNull(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function bigoneToken(claims: Record<string, unknown>, secret: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

let nonceCount = 0n;

function bigoneHeaders(nowMs: number, extra: Tampering): Record<string, string> {
  nonceCount += 1n;
  const nonce = extra.nonce ?? String(BigInt(nowMs) * 1_000_000n + (nonceCount % 1_000_000n));
  const token = bigoneToken({ type: 'OpenAPIV2', sub: extra.apiKey ?? key, nonce }, extra.secret ?? 'secret-1');
  return { Authorization: `Bearer ${token}` };
}

function bitunixHeaders(nowMs: number, query: string, body: string, extra: Tampering): Record<string, string> {
  const [apiKey, nonce, timestamp] = [
    extra.apiKey ?? key,
    extra.nonce ?? randomBytes(16).toString('hex'),
    extra.timestamp ?? String(nowMs),
  ];
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    'api-key': apiKey,
    nonce,
    timestamp,
    sign: hash(hash(nonce + timestamp + apiKey + query + body) + (extra.secret ?? 'secret-1')),
  };
}

/** A simulator whose time stands still, with one account holding 100 USDT and 1000 TRX, and a signing client. */
export async function withSimulator(
  options: Partial<SimulatorOptions> & Pick<SimulatorOptions, 'exchange'>,
): Promise<Client> {
  const clock = createManualClock(startMs);
  const accounts = [
    { apiKey: key, apiSecret: 'secret-1', accountId: '10', balances: { USDT: '100', TRX: '1000', XRP: '500' } },
  ];
  const simulator = await startSimulator({ accounts, clock, ...options });
  running.push(simulator);

  function call(method: string, path: string, body: string, extra: Tampering): Promise<Answer> {
    const sign =
      options.exchange === 'bigone'
        ? bigoneHeaders(clock.now(), extra)
        : bitunixHeaders(clock.now(), (path.split('?')[1] ?? '').replace(/[=&]/g, ''), body, extra);
    return send(method, simulator.baseUrl + path, extra.rawBody ?? (method === 'POST' ? body : undefined), {
      ...sign,
      ...extra.headers,
    });
  }

  return {
    simulator,
    clock,
    get: (path, extra = {}) => call('GET', path, '', extra),
    post: (path, body = {}, extra = {}) =>
      call('POST', path, typeof body === 'string' ? body : JSON.stringify(body), extra),
  };
}

/** The same steps on both exchanges, in the words of the tests. */
export type Deeds = Client & {
  submit: (fields?: { amount?: string; address?: string; guid?: string }) => Promise<Answer>;
  /** The id under which the withdrawal can be looked up: guid or the exchange's. */
  lookup: (id: string) => Promise<Answer>;
  list: () => Promise<Answer>;
  cancel: (id: string) => Promise<Answer>;
  /** An accepted withdrawal of 20 TRX. */
  accepted: () => Promise<{ id: string; exchangeWithdrawalId: string }>;
  /** Status words as the exchange shows them, from a look-up or a list. */
  statuses: (answer: Answer) => string[];
};

export async function withExchange(
  exchange: 'bigone' | 'bitunix',
  options: Partial<SimulatorOptions> = {},
): Promise<Deeds> {
  const client = await withSimulator({ exchange, ...options });
  const { get, post, simulator } = client;
  const base = '/api/spot/v1';
  const deeds = {
    bigone: {
      submit: ({ amount = '20', address = tronAddress, guid = randomUUID() } = {}) =>
        post('/viewer/withdrawals', { symbol: 'TRX', gateway_name: 'Tron', target_address: address, amount, guid }),
      lookup: (id: string) => get(`/viewer/withdrawals/${id}`),
      list: () => get('/viewer/withdrawals'),
      cancel: (id: string) => post(`/viewer/withdrawals/${id}/cancel`),
    },
    bitunix: {
      submit: ({ amount = '20', address = tronAddress } = {}) =>
        post(`${base}/withdraw`, `{"coin":"TRX","network":"Tron (TRC-20)","address":"${address}","amount":${amount}}`),
      lookup: (id: string) => post(`${base}/withdraw_transfer/page`, { id }),
      list: () => post(`${base}/withdraw_transfer/page`, {}),
      cancel: (id: string) => post(`${base}/withdraw/cancel`, { withdrawId: id }),
    },
  }[exchange] as Pick<Deeds, 'submit' | 'lookup' | 'list' | 'cancel'>;

  return {
    ...client,
    ...deeds,
    async accepted() {
      const guid = randomUUID();
      await deeds.submit({ guid });
      const { exchangeWithdrawalId } = simulator.ledger.entries().at(-1)!;
      return { id: exchange === 'bigone' ? guid : exchangeWithdrawalId, exchangeWithdrawalId };
    },
    statuses: ({ json }) =>
      [json?.data ?? []].flat().map((row: { state?: string; status?: string }) => String(row.state ?? row.status)),
  };
}

/** How a request ended that got no answer. */
export const lost = (request: Promise<Answer>) =>
  request.then(
    () => 'answered',
    (error: { code?: string }) => String(error.code),
  );
