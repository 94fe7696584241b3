import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { canaryMark, echoMark, type Junk } from './junk.ts';

export type JunkServer = {
  readonly baseUrl: string;
  /** Answers every request from now on. */
  serve: (answer: (request: IncomingMessage, response: ServerResponse) => void) => void;
  close: () => Promise<void>;
};

/** A server that does what it is told, with each request read to its end first. */
export async function startJunkServer(): Promise<JunkServer> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    void response.end();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => answer(request, response));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => void (answer = next),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with this junk, its marks replaced by what the request held; tells the text that went out. */
export function answerWith(
  junk: Junk,
  credentials: readonly string[],
  tell: (text: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const told = [
        request.url ?? '',
        ...Object.values(request.headers),
        Buffer.concat(chunks).toString('latin1'),
      ].join(' ');
      const text = junk.body
        .replaceAll(echoMark, () => JSON.stringify(told).slice(1, -1))
        .replaceAll(canaryMark, () => credentials[junk.canary % credentials.length] ?? '');
      const body = Buffer.from(isBodiless(junk) ? '' : text, junk.encoding);
      tell(body.toString('utf8'));
      send(junk, body, response);
    });
  };
}

const isBodiless = ({ status }: Junk): boolean => status === 204 || status === 304;

function send(junk: Junk, body: Buffer, response: ServerResponse): void {
  const { status, headers, manner } = junk;
  if (manner === 'tooShort' || manner === 'cutOff') {
    response.writeHead(status, {
      ...headers,
      ...(isBodiless(junk) ? {} : { 'content-length': String(body.length + 10) }),
    });
    if (!isBodiless(junk)) response.write(body);
    // Only after the first part has gone out.
    response.socket?.end();
    return;
  }
  response.writeHead(
    status,
    manner === 'falselyZipped' && !isBodiless(junk) ? { ...headers, 'content-encoding': 'gzip' } : headers,
  );
  response.end(body);
}
