import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';

import type { HttpRequest } from '../../../exchanges/http/http.ts';
import { createHttpPort, type HttpPortOptions } from '../../../exchanges/http/httpClient.ts';
import { certificate } from '../support/selfSigned.ts';
import { closedPort, serveHttp, serveTcp, serveTls } from '../support/servers.ts';

type Turn = [scope: string, priority: string];

function aPort(options: Partial<HttpPortOptions> = {}) {
  const turns: Turn[] = [];
  const held: [string, number][] = [];
  const lines: unknown[] = [];
  const write = (fields: unknown, message: string) => void lines.push([fields, message]);
  const port = createHttpPort({
    gate: {
      takeTurn: async (scope, priority, signal) => {
        signal?.throwIfAborted();
        turns.push([scope, priority]);
      },
      holdBack: (scope, forMs) => void held.push([scope, forMs]),
    },
    log: { debug: write, info: write, warn: write, error: write },
    nowMs: Date.now,
    ...options,
  });
  return { port, turns, held, lines };
}

const submit = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  endpoint: 'POST /withdraw',
  headers: { 'content-type': 'application/json', 'api-key': 'hush-hush-key' },
  body: '{"amount":20}',
  scope: 'withdraw',
  turn: 'taken',
  freshConnection: true,
  timeoutMs: 2_000,
  ...more,
});
const read = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  endpoint: 'GET /list',
  headers: {},
  scope: 'history',
  turn: 'poll',
  timeoutMs: 2_000,
  ...more,
});

describe('createHttpPort: surely never sent', () => {
  test('nobody listens: notSent', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/withdraw`;
    expect(await aPort().port.send(submit(url))).toEqual({ kind: 'notSent', code: 'ECONNREFUSED' });
    expect(await aPort().port.send(read(url))).toEqual({ kind: 'notSent', code: 'ECONNREFUSED' });
  });

  test('no such name: notSent', async () => {
    const answer = await aPort().port.send(submit('http://no-such-host.invalid/withdraw', { timeoutMs: 5_000 }));
    expect(answer.kind).toBe('notSent');
  });

  // Needs a listener whose queue is full: a stopped process, which only a POSIX system gives.
  (process.platform === 'linux' ? test : test.skip)('connecting never ends: notSent', async () => {
    const script =
      "const s=require('net').createServer();" +
      "s.listen({port:0,host:'127.0.0.1',backlog:1},()=>process.send(s.address().port))";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [port] = (await once(child, 'message')) as [number];
    child.kill('SIGSTOP');
    const fillers = Array.from({ length: 6 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
    try {
      await once(fillers[0] as NonNullable<(typeof fillers)[0]>, 'connect');
      expect(await aPort().port.send(submit(`http://127.0.0.1:${port}/withdraw`, { timeoutMs: 300 }))).toMatchObject({
        kind: 'notSent',
        code: expect.stringMatching(/^TIMEOUT_/),
      });
    } finally {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  test('the TLS handshake never ends: notSent', async () => {
    const port = await serveTcp(() => undefined);
    expect(await aPort().port.send(submit(`https://127.0.0.1:${port}/withdraw`, { timeoutMs: 300 }))).toMatchObject({
      kind: 'notSent',
      code: expect.stringMatching(/^TIMEOUT_/),
    });
  });

  test('the connection breaks inside the TLS handshake: notSent', async () => {
    const port = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
    expect(await aPort().port.send(submit(`https://127.0.0.1:${port}/withdraw`))).toMatchObject({ kind: 'notSent' });
  });

  test('a certificate that nobody vouches for: notSent, and the server saw no byte of the request', async () => {
    const seen: Buffer[] = [];
    const port = await serveTls(
      (socket) => void socket.on('data', (chunk) => seen.push(chunk)).on('error', () => undefined),
    );
    expect(await aPort().port.send(submit(`https://localhost:${port}/withdraw`))).toEqual({
      kind: 'notSent',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(seen).toEqual([]);
  });

  test('no turn was to be had: notSent, and nothing connects', async () => {
    let connections = 0;
    const port = await serveTcp(() => void (connections += 1));
    const answer = await aPort().port.send(read(`http://127.0.0.1:${port}/list`, { signal: AbortSignal.abort() }));
    expect([answer, connections]).toEqual([{ kind: 'notSent', code: 'NO_TURN' }, 0]);
  });
});

describe('createHttpPort: it may have arrived', () => {
  test('accepted and closed before it was read: noAnswer', async () => {
    // A reset this early may break the connect itself, which proves that nothing was sent. An orderly end never does.
    const port = await serveTcp((socket) => socket.destroy());
    expect(await aPort().port.send(submit(`http://127.0.0.1:${port}/withdraw`))).toMatchObject({ kind: 'noAnswer' });
  });

  test('reset after the body was read: noAnswer', async () => {
    const port = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await aPort().port.send(submit(`http://127.0.0.1:${port}/withdraw`))).toEqual({
      kind: 'noAnswer',
      code: 'ECONNRESET',
    });
  });

  test('reset after the body was read, over TLS: noAnswer', async () => {
    const port = await serveTls(
      (socket) => void socket.on('error', () => undefined).once('data', () => socket.destroy()),
    );
    const { port: http } = aPort({ certificateAuthority: certificate });
    expect(await http.send(submit(`https://localhost:${port}/withdraw`))).toEqual({
      kind: 'noAnswer',
      code: 'ECONNRESET',
    });
  });

  test('no reply in time: noAnswer, even though the abort signal fired long ago', async () => {
    const url = await serveHttp(() => undefined);
    expect(await aPort().port.send(submit(url, { timeoutMs: 200, signal: AbortSignal.abort() }))).toEqual({
      kind: 'noAnswer',
      code: 'TIMEOUT_REQUEST',
    });
  });

  test.each([
    ['fewer bytes than announced', { 'content-length': '100' }, '{"code":0'],
    [
      'broken gzip',
      { 'content-encoding': 'gzip' },
      gzipSync('{"code":0,"data":"1909879608889339906"}').subarray(0, 30),
    ],
  ])('the body is cut: %s: noAnswer', async (_name, headers, body) => {
    const url = await serveHttp((_request, response) => {
      response.writeHead(200, headers);
      response.write(body, () => response.destroy());
    });
    expect(await aPort().port.send(submit(url))).toMatchObject({ kind: 'noAnswer' });
  });

  test.each([
    ['plain', {}, Buffer.alloc(200_000, 'a')],
    ['gzip', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(5_000_000, 'a'))],
  ])('a huge %s body: noAnswer', async (_name, headers, body) => {
    const url = await serveHttp((_request, response) => response.writeHead(200, headers).end(body));
    expect(await aPort({ maximumBodyBytes: 100_000 }).port.send(submit(url))).toMatchObject({ kind: 'noAnswer' });
  });

  test('a read is given up when its signal fires', async () => {
    const giveUp = new AbortController();
    const url = await serveHttp(() => giveUp.abort());
    expect(await aPort().port.send(read(url, { signal: giveUp.signal }))).toMatchObject({ kind: 'noAnswer' });
  });

  test('a shared connection is never proof', async () => {
    let requests = 0;
    const url = await serveHttp((request, response) => {
      requests += 1;
      if (requests === 1) response.end('{}');
      else request.socket.resetAndDestroy();
    });
    const { port } = aPort();
    await port.send(read(url));
    expect(await port.send(read(url))).toEqual({ kind: 'noAnswer', code: 'ECONNRESET' });
  });
});

describe('createHttpPort: answered', () => {
  test('status, body and clock come through; the bytes that were signed go out once', async () => {
    const bodies: string[] = [];
    const url = await serveHttp((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(chunk));
      request.on('end', () => response.writeHead(500, { date: 'Wed, 09 Apr 2025 07:54:54 GMT' }).end('{"code":1}'));
    });
    const { port, turns } = aPort();
    expect(await port.send(submit(`${url}/withdraw`))).toEqual({
      kind: 'answered',
      status: 500,
      body: '{"code":1}',
      dateMs: 1744185294000,
      retryAfterMs: null,
    });
    expect([bodies, turns]).toEqual([['{"amount":20}'], []]);
  });

  test('a redirect is an answer, not a way', async () => {
    let requests = 0;
    const url = await serveHttp((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect([await aPort().port.send(submit(url)), requests]).toMatchObject([{ kind: 'answered', status: 307 }, 1]);
  });

  test('gzip is read', async () => {
    const url = await serveHttp((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')),
    );
    expect(await aPort().port.send(read(url))).toMatchObject({ kind: 'answered', body: '{"a":1}' });
  });

  test.each([
    ['7', 7_000],
    ['99999', 900_000],
    ['nonsense', 5_000],
    [undefined, 5_000],
  ])('HTTP 429 with Retry-After %s holds the scope back for %i ms', async (retryAfter, heldMs) => {
    const url = await serveHttp((_request, response) =>
      response.writeHead(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end(),
    );
    const { port, held, turns } = aPort();
    await port.send(read(url));
    expect([held, turns]).toEqual([[['history', heldMs]], [['history', 'poll']]]);
  });

  test('each send of money has a connection of its own; reads share one', async () => {
    const ports = new Set<number | undefined>();
    const url = await serveHttp((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const { port } = aPort();
    for (const make of [submit, submit, read, read, read]) await port.send(make(url));
    expect(ports.size).toBe(3);
  });

  test('behavior: neither answers nor log lines hold the query, a header or a body', async () => {
    const { port, lines } = aPort();
    const answers = [];
    for (const base of [
      await serveHttp((_request, response) => response.end('{"secret":"of-the-exchange"}')),
      `http://127.0.0.1:${await closedPort()}`,
    ]) {
      const answer = await port.send(submit(`${base}/withdraw?signature=abc123`));
      answers.push(answer.kind === 'answered' ? { ...answer, body: '' } : answer);
    }
    expect(JSON.stringify([answers, lines])).not.toMatch(/abc123|hush-hush|of-the-exchange|"amount/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual([
      {
        endpoint: 'POST /withdraw',
        scope: 'withdraw',
        outcome: 'notSent',
        code: 'ECONNREFUSED',
        durationMs: expect.any(Number),
      },
      'http',
    ]);
  });
});
