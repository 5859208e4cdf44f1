import { chmod, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { parseProxies, peerOf, type Peer } from '../access/peer.ts';
import { Problem } from '../domain/problem.ts';
import { pause } from '../lib/clock.ts';
import type { HttpEnvironment } from './dispatch.ts';

export type ListenOptions = {
  host: string;
  port: number;
  tls: { cert: string; key: string } | null;
  /** Proxies whose forwarding headers are believed: addresses or CIDR ranges. */
  trustedProxies: readonly string[];
  /** The socket of the data folder, for the operator; null: none. */
  socketPath: string | null;
};

export type Listening = {
  url: string;
  /** Takes no more requests; those that run have `graceMs` to end. */
  close(graceMs: number): Promise<void>;
};

/** Slow or idle connections cost a socket and no more, and not for ever. */
const serverOptions = {
  headersTimeout: 20_000,
  requestTimeout: 30 * 60_000,
  keepAliveTimeout: 65_000, // longer than proxies keep theirs, who would else use one that we just closed
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};
const MOST_CONNECTIONS = 20_000;

export const listen = async (
  app: Hono<HttpEnvironment>,
  options: ListenOptions,
): Promise<Listening> => {
  const trusted = parseProxies(options.trustedProxies);
  const answer = listenerFor(app, ({ socket }, headers) =>
    peerOf(
      { remoteAddress: socket.remoteAddress, encrypted: socket instanceof TLSSocket },
      headers,
      trusted,
    ),
  );
  const server = options.tls
    ? createTlsServer({ ...serverOptions, ...options.tls }, answer)
    : createServer(serverOptions, answer);
  server.maxConnections = MOST_CONNECTIONS;
  await opened(server, () => server.listen(options.port, options.host));
  const servers = [server];
  if (options.socketPath !== null) servers.push(await listenForOperator(app, options.socketPath));

  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    close: async (graceMs) => {
      await Promise.all(servers.map((each) => closed(each, graceMs)));
    },
  };
};

/** Whoever may open the socket is the operator: the folder's owner alone. */
const listenForOperator = async (app: Hono<HttpEnvironment>, path: string): Promise<Server> => {
  const server = createServer(
    serverOptions,
    listenerFor(app, () => ({ via: 'socket' })),
  );
  await opened(server, () => server.listen(path));
  await chmod(path, 0o600); // until then the folder's own mode keeps others out
  return server;
};

const listenerFor = (
  app: Hono<HttpEnvironment>,
  peerFor: (incoming: IncomingMessage, headers: Headers) => Peer,
): RequestListener => {
  const listener = getRequestListener(
    (request, env) => {
      const { incoming } = env as { incoming: IncomingMessage };
      return app.fetch(request, { peer: peerFor(incoming, request.headers) });
    },
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    // TRACE and CONNECT cannot even be said as a Request.
    if (incoming.method === 'TRACE') {
      outgoing.writeHead(405, { connection: 'close' }).end();
      return;
    }
    // Node keeps the first of two, a proxy before us may keep the other.
    if ((incoming.headersDistinct['host']?.length ?? 0) > 1) {
      outgoing.writeHead(400, { connection: 'close' }).end();
      return;
    }
    void listener(incoming, outgoing);
  };
};

const opened = (server: Server, listenNow: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listenNow();
  });

const closed = async (server: Server, graceMs: number): Promise<void> => {
  const done = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  await Promise.race([done, pause(graceMs)]);
  server.closeAllConnections();
  await done;
};

/** Certificate and key of the settings, tried out; null: none are set. */
export const readTls = async ({
  tlsCert,
  tlsKey,
}: {
  tlsCert?: string;
  tlsKey?: string;
}): Promise<{ cert: string; key: string } | null> => {
  if (tlsCert === undefined || tlsKey === undefined) return null;
  try {
    const [cert, key] = await Promise.all([readFile(tlsCert, 'utf8'), readFile(tlsKey, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new Problem(
      'not-configured',
      `the certificate or its key cannot be used (${reason}). Check the files that DOCENT_TLS_CERT and DOCENT_TLS_KEY name.`,
      { cause },
    );
  }
};
