import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Sample } from './samples.ts';

/** `lied`: the exchange does what it is asked, and the answer is junk all the same. */
export type Treatment = 'passed' | 'junk' | 'lied';

export type JunkProxy = {
  readonly baseUrl: string;
  /** Right answers that went through, to make junk of. */
  readonly samples: Sample[];
  /** How often each submit's address was treated, and how. */
  readonly submits: Map<string, Treatment[]>;
  served: number;
  /** While there are any, reads are answered junk. */
  readsToSpoil: number;
  /** Decides over a submit by its address. */
  treatSubmit: (address: string) => Treatment;
  /** The next junk. */
  next: () => { readonly status: number; readonly body: string };
  close: () => Promise<void>;
};

/** Stands between a worker and a simulator, and answers junk when told to. */
export async function startJunkProxy(targetUrl: string): Promise<JunkProxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void treat(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: JunkProxy = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    samples: [],
    submits: new Map(),
    served: 0,
    readsToSpoil: 0,
    treatSubmit: () => 'passed',
    next: () => ({ status: 500, body: '' }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function treat(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const treatment = decide(request, body);
    const answer = treatment === 'junk' ? null : await forward(request, body);
    if (answer !== null && treatment === 'passed') {
      if (answer.status === 200) proxy.samples.push({ status: answer.status, body: answer.body });
      return void response.writeHead(answer.status, answer.headers).end(answer.body);
    }
    proxy.served += 1;
    const junk = proxy.next();
    response
      .writeHead(junk.status, { 'content-type': 'application/json' })
      .end(junk.status === 204 || junk.status === 304 ? undefined : junk.body);
  }

  function decide(request: IncomingMessage, body: Buffer): Treatment {
    if (request.method === 'POST' && /(?:\/viewer\/withdrawals|\/spot\/v1\/withdraw)$/.test(request.url ?? '')) {
      const { address, target_address } = JSON.parse(body.toString()) as { address?: string; target_address?: string };
      const to = address ?? target_address ?? '';
      const treatment = proxy.treatSubmit(to);
      proxy.submits.set(to, [...(proxy.submits.get(to) ?? []), treatment]);
      return treatment;
    }
    proxy.readsToSpoil -= 1;
    return proxy.readsToSpoil >= 0 ? 'junk' : 'passed';
  }

  function forward(
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; body: string; headers: Record<string, string> }> {
    const { host: _host, connection: _connection, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const out = httpRequest(
        `${targetUrl}${request.url ?? ''}`,
        { method: request.method, headers, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 500,
              body: Buffer.concat(chunks).toString(),
              headers: { 'content-type': answer.headers['content-type'] ?? 'application/json' },
            }),
          );
        },
      );
      out.on('error', reject);
      out.end(body);
    });
  }

  return proxy;
}
