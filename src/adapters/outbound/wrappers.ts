import { randomBytes } from 'node:crypto';
import { sha256 } from '../../lib/ids.ts';
import type { Outbound } from '../../ports/outbound.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;

/** Adds `X-Trace-ID` and `traceparent` to every call; headers that the caller gave win. */
export const withTrace = (outbound: Outbound, traceId: string): Outbound => {
  const trace = TRACE_ID.test(traceId) ? traceId : sha256(traceId).slice(0, 32);
  return (url, init) => {
    const headers = new Headers(init.headers);
    if (!headers.has('x-trace-id')) headers.set('x-trace-id', traceId);
    if (!headers.has('traceparent'))
      headers.set('traceparent', `00-${trace}-${randomBytes(8).toString('hex')}-01`);
    return outbound(url, { ...init, headers });
  };
};

/** The door in the shape that client libraries take as their `fetch`. They bring the signal. */
export const asFetch =
  (outbound: Outbound): typeof fetch =>
  async (input, init) => {
    const request = input instanceof Request ? new Request(input, init) : undefined;
    const signal = init?.signal ?? request?.signal;
    if (!signal) throw new Error('A call through the door needs a signal');
    if (!request)
      return outbound(input instanceof Request ? input.url : input, { ...init, signal });
    const { method, headers, body, url } = request;
    return outbound(url, { method, headers, signal, ...(body && { body, duplex: 'half' }) });
  };
