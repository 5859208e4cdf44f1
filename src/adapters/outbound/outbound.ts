import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../domain/problem.ts';
import type { Outbound, OutboundInit } from '../../ports/outbound.ts';
import type { Logger } from '../../ports/telemetry.ts';
import { connectionProblem } from './failures.ts';
import { type Resolve, resolveWithSystem, vettedLookup } from './resolve.ts';
import { toResponse } from './response.ts';
import { hostOf, originOf, type Target, targetOf } from './target.ts';

export type OutboundOptions = {
  /** Addresses whose origin (scheme, host, port) the operator's settings name: may be private. */
  allowedOrigins: readonly string[];
  /** `HTTPS_PROXY` and `NO_PROXY`. Then only named origins are called: behind a proxy nothing can be pinned. */
  proxy?: { url: string; except?: string };
  logger: Logger;
  connectMs?: number;
  /** Further certificate authorities, PEM. Verification itself is never off. */
  certificateAuthorities?: string[];
  resolve?: Resolve;
};

const CONNECT_MS = 10_000;
const HEADER_BYTES = 32_768;
const IDLE_MS = 30_000;

type Door = {
  agents: { 'http:': http.Agent; 'https:': https.Agent };
  resolve: Resolve;
  connectMs: number;
};

const agentsOf = ({ proxy, certificateAuthorities }: OutboundOptions): Door['agents'] => {
  const pool = { keepAlive: true, maxFreeSockets: 32, timeout: IDLE_MS };
  return {
    'http:': new http.Agent(pool),
    'https:': new https.Agent({
      ...pool,
      ...(certificateAuthorities && { ca: certificateAuthorities }),
      ...(proxy && { proxyEnv: { HTTPS_PROXY: proxy.url, NO_PROXY: proxy.except } }),
    }),
  };
};

/**
 * Ends a call that has no connection after a while. Whatever is sent proves one: a pooled socket, and one that a
 * proxy made, say nothing of connecting.
 */
const limitConnecting = (call: http.ClientRequest, target: Target, ms: number): void => {
  const late = () =>
    call.destroy(
      new Problem('upstream-timeout', `${target.url.host} did not let us connect in time.`),
    );
  const timer = setTimeout(late, ms);
  const stop = () => clearTimeout(timer);
  const connected = target.url.protocol === 'https:' ? 'secureConnect' : 'connect';
  call.on('socket', (socket) => {
    if (!call.reusedSocket) socket.once(connected, stop);
  });
  for (const event of ['finish', 'response', 'close']) call.on(event, stop);
};

/** As with fetch, these are the connection's own: a caller cannot speak to another host than the one vetted. */
const OURS = ['host', 'connection', 'transfer-encoding'];

const headersOf = (init: OutboundInit): Record<string, string> => {
  const headers = new Headers(init.headers);
  for (const name of OURS) headers.delete(name);
  return Object.fromEntries(headers);
};

/** Strings and bytes go as they are; all else that fetch takes, fetch's own rules turn into bytes. */
const sendBody = (call: http.ClientRequest, body: NonNullable<RequestInit['body']>): void => {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    if (typeof body === 'string' && !call.hasHeader('content-type'))
      call.setHeader('content-type', 'text/plain;charset=UTF-8');
    call.end(body);
    return;
  }
  const encoded = new Response(body);
  const type = encoded.headers.get('content-type');
  if (type && !call.hasHeader('content-type')) call.setHeader('content-type', type);
  if (!encoded.body) {
    call.end();
    return;
  }
  pipeline(Readable.from(encoded.body), call).catch((error: unknown) =>
    call.destroy(error instanceof Error ? error : new Error('the body broke', { cause: error })),
  );
};

const send = (target: Target, init: OutboundInit, door: Door): Promise<Response> =>
  new Promise((resolve, reject) => {
    const { url } = target;
    const { signal } = init;
    const problemOf = (error: unknown) => connectionProblem(error, url.host);
    const call = (url.protocol === 'https:' ? https : http).request(url, {
      method: init.method ?? 'GET',
      headers: headersOf(init),
      agent: door.agents[url.protocol === 'https:' ? 'https:' : 'http:'],
      lookup: vettedLookup(target, door.resolve),
      maxHeaderSize: HEADER_BYTES,
    });
    // Not the `signal` option of request: that one leaves its listener on long-lived signals.
    const abort = () => call.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    call.on('close', () => signal.removeEventListener('abort', abort));
    call.on('error', (error) => reject(signal.aborted ? signal.reason : problemOf(error)));
    call.on('response', (message) => {
      try {
        resolve(toResponse(message, { signal, problemOf }));
      } catch (problem) {
        reject(problem);
      }
    });
    if (!call.hasHeader('accept-encoding')) call.setHeader('accept-encoding', 'identity');
    limitConnecting(call, target, door.connectMs);
    if (init.body === undefined || init.body === null) call.end();
    else sendBody(call, init.body);
  });

/** Builds the one way out. A redirect is returned as it is and never followed. */
export const createOutbound = (options: OutboundOptions): Outbound => {
  const named = new Set(options.allowedOrigins.map(originOf));
  const door: Door = {
    agents: agentsOf(options),
    resolve: options.resolve ?? resolveWithSystem,
    connectMs: options.connectMs ?? CONNECT_MS,
  };
  const refuse = (problem: unknown) => {
    if (problem instanceof Problem && problem.code === 'target-not-allowed')
      options.logger.warn('outbound target refused', { reason: problem.detail });
    throw problem;
  };
  const call = async (address: string | URL, init: OutboundInit): Promise<Response> => {
    if (!init.signal)
      throw new Error('Outbound calls need a signal: without one they may never end');
    init.signal.throwIfAborted();
    const target = targetOf(address, named);
    if (options.proxy && !target.named)
      throw new Problem(
        'target-not-allowed',
        `Behind a proxy, ${hostOf(target.url)} is called only when the settings name it.`,
      );
    return await send(target, init, door);
  };
  return ((address, init) => call(address, init).catch(refuse)) satisfies Outbound;
};
