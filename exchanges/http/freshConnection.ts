import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';

/** A connection for one request alone, and what its socket proves afterwards. */
export type FreshConnection = {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  /**
   * True only if no byte of the request can have left: never connected, TLS never up, or nothing handed to
   * the kernel.
   */
  surelyNeverSent(): boolean;
  close(): void;
};

/**
 * Opens a connection that nobody used before and nobody uses after, and watches it from its first moment on.
 *
 * The proof rests on events seen since the socket was made, not on its state when asked: a destroyed socket says
 * neither whether it was connected, nor (while connecting) how many of its bytes were really written.
 * Node hands a TLS socket's clear text to the wire only after the handshake and the check of the certificate.
 */
export function openFreshConnection(): FreshConnection {
  const watched: Watched[] = [];

  class WatchedHttpAgent extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
      return watch(super.createConnection(...args), 'connect');
    }
  }
  class WatchedHttpsAgent extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
      return watch(super.createConnection(...args), 'secureConnect');
    }
  }

  function watch<Stream>(stream: Stream, upOn: 'connect' | 'secureConnect'): Stream {
    const entry: Watched = { socket: stream as Socket, up: false };
    watched.push(entry);
    entry.socket.once(upOn, () => {
      entry.up = true;
    });
    return stream;
  }

  // No sessions are kept, so each TLS connection makes a full handshake.
  const agents = {
    http: new WatchedHttpAgent({ keepAlive: false }),
    https: new WatchedHttpsAgent({ keepAlive: false, maxCachedSessions: 0 }),
  };
  return {
    agents,
    surelyNeverSent: () => watched.every(({ socket, up }) => !up || socket.bytesWritten === 0),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

type Watched = { readonly socket: Socket; up: boolean };
