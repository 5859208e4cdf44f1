import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Logger } from '../../src/ports/telemetry.ts';
import { type Addresses, refusedAnswers, refusedUrls, addresses } from './outbound-cases.ts';
import type { Outbound } from '../../src/ports/outbound.ts';
import { quietLogger } from '../fakes/quiet-logger.ts';
import { patient } from '../patient.ts';

export type MakeOutbound = (options: {
  allowedOrigins: string[];
  resolve: (host: string) => Promise<Addresses>;
  logger: Logger;
}) => Outbound;

const signal = patient;

type Sink = { origin: string; port: number; calls: string[]; closed: number };

const startSink = async (): Promise<Sink & { stop: () => void }> => {
  const sink: Sink = { origin: '', port: 0, calls: [], closed: 0 };
  const server = http.createServer((request, response) => {
    sink.calls.push(`${request.method} ${request.url}`);
    if (request.url === '/redirect')
      response.writeHead(302, { location: 'http://127.0.0.1/secret' }).end();
    else if (request.url === '/endless') {
      response.on('close', () => (sink.closed += 1));
      response.write('first');
    } else if (request.url === '/flood') flood(response);
    else if (request.url === '/cut') response.write('half', () => response.destroy());
    else if (request.url === '/head')
      response.writeHead(200, { 'x-long': 'x'.repeat(60_000) }).end();
    else if (request.url === '/gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    else echo(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sink.port = (server.address() as AddressInfo).port;
  sink.origin = `http://127.0.0.1:${sink.port}`;
  return Object.assign(sink, {
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
};

const echo = (request: http.IncomingMessage, response: http.ServerResponse) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ headers: request.headers, body: Buffer.concat(parts).toString() })),
  );
};

let flooded = 0;
const flood = (response: http.ServerResponse) => {
  const block = Buffer.alloc(65_536);
  const more = () => {
    while (response.write(block)) flooded += block.length;
    flooded += block.length;
  };
  response.on('drain', more);
  more();
};

const problemOf = async (call: Promise<Response>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: { code?: string; message?: string }) => error.code ?? String(error.message),
  );

/** What every way out must hold. `make` builds one over the resolver it is given. */
export const outboundConformance = (make: MakeOutbound): void => {
  let sink: Awaited<ReturnType<typeof startSink>>;
  beforeAll(async () => {
    sink = await startSink();
  });
  afterAll(() => sink.stop());

  const open = (answers: Addresses = addresses('93.184.216.34'), named: string[] = [sink.origin]) =>
    make({ allowedOrigins: named, resolve: () => Promise.resolve(answers), logger: quietLogger });

  describe('what may not be called', () => {
    test.for(refusedUrls)('%j', async (url) => {
      const outbound = make({
        allowedOrigins: [],
        resolve: (host) =>
          Promise.resolve(addresses(/localhost/.test(host) ? '127.0.0.1' : '93.184.216.34')),
        logger: quietLogger,
      });
      expect(await problemOf(outbound(url, { signal: signal() }))).toBe('target-not-allowed');
    });

    test.for(refusedAnswers)('a name that leads to %s', async ([, answers]) => {
      const outbound = open(answers, []);
      expect(await problemOf(outbound('https://ok.test/', { signal: signal() }))).toBe(
        'target-not-allowed',
      );
    });

    test('a named origin opens that origin and nothing beside it', async () => {
      const outbound = open();
      const other = sink.port === 65_535 ? 1 : sink.port + 1;
      expect((await outbound(`${sink.origin}/x`, { signal: signal() })).status).toBe(200);
      expect(await problemOf(outbound(`http://127.0.0.1:${other}/`, { signal: signal() }))).toBe(
        'target-not-allowed',
      );
    });

    test('plain http to a named origin that leads outside', async () => {
      const outbound = open(addresses('93.184.216.34'), ['http://ok.test']);
      expect(await problemOf(outbound('http://ok.test/', { signal: signal() }))).toBe(
        'target-not-allowed',
      );
    });

    test('a name that changes after it was vetted is not asked again (SS-03)', async () => {
      let asked = 0;
      const origin = `http://rebinding.test:${sink.port}`;
      const outbound = make({
        allowedOrigins: [origin],
        resolve: () =>
          Promise.resolve(addresses((asked += 1) === 1 ? '127.0.0.1' : '93.184.216.34')),
        logger: quietLogger,
      });
      expect((await outbound(`${origin}/pinned`, { signal: signal() })).status).toBe(200);
      expect(asked).toBe(1);
    });
  });

  describe('calls', () => {
    test('a redirect comes back as it is and is not followed (SS-02)', async () => {
      const before = sink.calls.length;
      const response = await open()(`${sink.origin}/redirect`, { signal: signal() });
      expect(response.status).toBe(302);
      expect(sink.calls.slice(before)).toEqual(['GET /redirect']);
    });

    test('method, headers and body arrive, of every kind that fetch takes', async () => {
      const bodies: [NonNullable<RequestInit['body']>, string][] = [
        ['text ä', 'text ä'],
        [new TextEncoder().encode('bytes'), 'bytes'],
        [new URLSearchParams({ a: 'b c' }), 'a=b+c'],
        [new Blob(['blob']), 'blob'],
        [new Response('stream').body ?? '', 'stream'],
      ];
      for (const [body, arrived] of bodies) {
        const response = await open()(`${sink.origin}/echo`, {
          method: 'POST',
          headers: { 'x-trace-id': 'abc', host: 'other.test' },
          body,
          signal: signal(),
        });
        expect(await response.json()).toMatchObject({
          body: arrived,
          headers: { 'x-trace-id': 'abc', host: new URL(sink.origin).host },
        });
      }
    });

    test('an aborted signal throws its reason, before and during, and closes the other end', async () => {
      const outbound = open();
      const reason = new Error('stopped by a person');
      await expect(outbound(sink.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
      const stop = new AbortController();
      const response = await outbound(`${sink.origin}/endless`, { signal: stop.signal });
      const reader = response.body?.getReader();
      await reader?.read();
      const before = sink.closed;
      stop.abort(reason);
      await expect(reader?.read()).rejects.toBe(reason);
      await expect.poll(() => sink.closed).toBe(before + 1);
    });

    test('leaving the body closes the other end', async () => {
      const response = await open()(`${sink.origin}/endless`, { signal: signal() });
      const before = sink.closed;
      await response.body?.cancel();
      await expect.poll(() => sink.closed).toBe(before + 1);
    });

    test('a reader that does not read holds the sender back', async () => {
      const stop = new AbortController();
      const response = await open()(`${sink.origin}/flood`, { signal: stop.signal });
      await response.body?.getReader().read();
      let seen = -1;
      await expect
        .poll(
          () => {
            const still = flooded === seen;
            seen = flooded;
            return still;
          },
          { interval: 100 },
        )
        .toBe(true);
      expect(flooded).toBeLessThan(64 * 1024 * 1024);
      stop.abort();
    });

    test('a cut body, a head too long, an encoding nobody asked for are problems', async () => {
      const outbound = open();
      const cut = await outbound(`${sink.origin}/cut`, { signal: signal() });
      await expect(cut.text()).rejects.toMatchObject({ code: 'upstream-failed' });
      expect(await problemOf(outbound(`${sink.origin}/head`, { signal: signal() }))).toBe(
        'upstream-garbled',
      );
      expect(await problemOf(outbound(`${sink.origin}/gzip`, { signal: signal() }))).toBe(
        'upstream-garbled',
      );
    });

    test('no error shows the path or query of the address', async () => {
      const outbound = open(addresses('127.0.0.1'), ['https://closed.test:1']);
      const error = await outbound('https://closed.test:1/path-hunter2?key=hunter2', {
        signal: signal(),
      }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'upstream-failed' });
      expect(String(error)).not.toContain('hunter2');
    });

    test('a name that does not resolve is a failure at once (FT-15)', async () => {
      const outbound = make({
        allowedOrigins: [],
        resolve: () =>
          Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
        logger: quietLogger,
      });
      expect(await problemOf(outbound('https://gone.test/', { signal: signal() }))).toBe(
        'upstream-failed',
      );
    });
  });
};
