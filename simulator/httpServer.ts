import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { Call } from './exchangeApi.ts';
import type { Reply } from './reply.ts';
import type { Send } from './serve.ts';

export type HttpServer = {
  readonly port: number;
  /** No new connections; `hard` also destroys those that are open, else only the idle ones end. */
  stopListening(hard: boolean): Promise<void>;
  /** Listens again on the same port. */
  listenAgain(): Promise<void>;
};

const host = '127.0.0.1';
const longestBodyBytes = 1_000_000;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBodyBytes) throw new Error('body too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Plain HTTP on this machine only. `handle` gets each request once it has been read to its end. */
export async function startHttpServer(
  port: number,
  now: () => number,
  handle: (call: Call, send: Send) => void,
): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  let isListening = false;

  function send(response: ServerResponse, reply: Reply | null): void {
    if (response.destroyed || response.writableEnded) return;
    if (reply === null) return void response.socket?.destroy();
    response.writeHead(reply.status, {
      'Content-Type': 'application/json; charset=utf-8',
      Date: new Date(now()).toUTCString(),
      ...(isListening ? {} : { Connection: 'close' }),
      ...reply.headers,
    });
    const { socket } = response;
    // A connection kept open would let requests through a closed port.
    response.end(reply.body, () => void (isListening || socket?.end()));
  }

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const body = await readBody(request);
    const call = {
      method: request.method ?? 'GET',
      path: url.pathname,
      params: {},
      query: url.searchParams,
      headers: request.headers,
      body,
      ip: request.socket.remoteAddress ?? '',
    };
    handle(call, (reply) => send(response, reply));
  }

  const server = createServer((request, response) => {
    // A client that hangs up in mid-request gets no answer anyway. A defect of the simulator must be noticed: no
    // exchange answers 599.
    onRequest(request, response).catch((error: unknown) => {
      send(response, { status: 599, body: JSON.stringify({ simulatorDefect: String(error) }) });
    });
  });
  // Longer than any client keeps an idle connection: one must not be closed under a request by accident.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });

  function listen(onPort: number): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(onPort, host, () => {
        server.off('error', reject);
        isListening = true;
        resolve();
      });
    });
  }

  /** Set while the port is being opened: nothing else may be done to it until then. */
  let opening: Promise<void> | null = null;

  await listen(port);
  const actualPort = (server.address() as AddressInfo).port;

  return {
    port: actualPort,
    async stopListening(hard) {
      // Nothing else runs in between, so that the request which causes this gets no answer.
      if (opening !== null) await opening.catch(() => undefined);
      if (!isListening) {
        if (hard) for (const socket of sockets) socket.destroy();
        return;
      }
      isListening = false;
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      if (!hard) return;
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async listenAgain() {
      if (isListening) return;
      opening ??= listen(actualPort).finally(() => {
        opening = null;
      });
      await opening;
    },
  };
}
