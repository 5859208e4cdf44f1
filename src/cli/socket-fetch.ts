import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deadline } from '../lib/deadline.ts';

/** Whether a server listens there. A socket that a dead one left behind refuses. */
export const isListening = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const end = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.setTimeout(5_000, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

const toResponse = (incoming: IncomingMessage): Response => {
  const status = incoming.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const bodiless = status === 204 || status === 304;
  if (bodiless) incoming.resume();
  const body = bodiless ? null : ReadableStream.from<Uint8Array>(incoming);
  return new Response(body, { status, headers });
};

/** `fetch` through a Unix socket: the request's host is never looked up. */
export const socketFetch = async (path: string, request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const outgoing = httpRequest({
    socketPath: path,
    path: pathname + search,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    signal: request.signal,
  });
  const answered = new Promise<Response>((resolve, reject) => {
    outgoing.once('response', (incoming) => resolve(toResponse(incoming)));
    outgoing.once('error', reject);
  });
  const sent = request.body
    ? pipeline(Readable.from(request.body), outgoing, {
        signal: deadline(3_600_000, request.signal),
      })
    : outgoing.end();
  // A server may answer before it has read everything: then the answer counts, not the broken pipe.
  return Promise.race([answered, Promise.resolve(sent).then(() => answered)]);
};
