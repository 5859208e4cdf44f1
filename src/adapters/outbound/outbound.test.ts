import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { outboundConformance } from '../../../testing/conformance/outbound.ts';
import { selfSigned } from '../../../testing/self-signed.ts';
import { createOutbound, type OutboundOptions } from './outbound.ts';
import { asFetch, withTrace } from './wrappers.ts';
import { quietLogger } from '../../../testing/fakes/quiet-logger.ts';
import { patient } from '../../../testing/patient.ts';

outboundConformance(createOutbound);

const listen = async (server: net.Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const door = (options: Partial<OutboundOptions>) =>
  createOutbound({
    allowedOrigins: [],
    logger: quietLogger,
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    ...options,
  });

const startSecure = async (answerMs = 0) => {
  const server = https.createServer(selfSigned, (request, response) => {
    setTimeout(() => response.end(`secure ${request.headers.host}`), answerMs);
  });
  return { server, port: await listen(server) };
};

test('certificates are verified, and an authority of the operator is believed', async () => {
  const { server, port } = await startSecure();
  const signal = patient();
  const origin = `https://secure.test:${port}`;
  const wrong = `https://other.test:${port}`;
  const allowedOrigins = [origin, wrong];
  const failure = { code: 'upstream-failed', retryable: false };
  await expect(door({ allowedOrigins })(origin, { signal })).rejects.toMatchObject(failure);
  const believing = door({ allowedOrigins, certificateAuthorities: [selfSigned.cert] });
  expect(await (await believing(origin, { signal })).text()).toContain('secure');
  await expect(believing(wrong, { signal })).rejects.toMatchObject(failure);
  server.close();
});

test('a host that accepts and then says nothing in the handshake meets the connect deadline', async () => {
  const mute = net.createServer(() => undefined);
  const origin = `https://mute.test:${await listen(mute)}`;
  const call = door({ allowedOrigins: [origin], connectMs: 100 })(origin, {
    signal: patient(),
  });
  await expect(call).rejects.toMatchObject({ code: 'upstream-timeout' });
  mute.close();
});

test('through a proxy go named origins, by name, and nothing else', async () => {
  const { server, port } = await startSecure(2_500);
  const asked: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (request, client: net.Socket) => {
    asked.push(String(request.url));
    const onward = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  const outbound = door({
    allowedOrigins: ['https://secure.test'],
    certificateAuthorities: [selfSigned.cert],
    connectMs: 2_000,
    proxy: { url: `http://127.0.0.1:${await listen(proxy)}` },
  });
  const signal = patient();
  expect(await (await outbound('https://secure.test/', { signal })).text()).toBe(
    'secure secure.test',
  );
  await expect(outbound('https://ok.test/', { signal })).rejects.toMatchObject({
    code: 'target-not-allowed',
  });
  expect(asked).toEqual(['secure.test:443']);
  proxy.closeAllConnections();
  proxy.close();
  server.closeAllConnections();
  server.close();
});

test('connections are kept and used again, and gather nothing from call to call', async () => {
  let connections = 0;
  const server = http.createServer((_, response) => response.end('ok'));
  server.on('connection', () => (connections += 1));
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const outbound = door({ allowedOrigins: [origin] });
  const warnings: string[] = [];
  const warned = ({ name }: Error) => warnings.push(name);
  process.on('warning', warned);
  const { signal } = new AbortController();
  for (let call = 0; call < 20; call += 1) await (await outbound(origin, { signal })).text();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  expect(connections).toBe(1);
  expect(warnings).toEqual([]);
  server.closeAllConnections();
  server.close();
});

test('trace headers are added, in the form of the standard, and do not replace given ones', async () => {
  const server = http.createServer((request, response) =>
    response.end(JSON.stringify(request.headers)),
  );
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const traced = withTrace(door({ allowedOrigins: [origin] }), 'trace_1');
  const signal = patient();
  const sent = await (await traced(origin, { signal })).json();
  expect(sent).toMatchObject({
    'x-trace-id': 'trace_1',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) as string,
  });
  const given = await (await traced(origin, { signal, headers: { 'X-Trace-ID': 'mine' } })).json();
  expect(given).toMatchObject({ 'x-trace-id': 'mine' });
  server.closeAllConnections();
  server.close();
});

test('as fetch it takes what client libraries give, and refuses a call that may never end', async () => {
  const server = http.createServer((request, response) => request.pipe(response));
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const fetchShaped = asFetch(door({ allowedOrigins: [origin] }));
  const request = new Request(origin, {
    method: 'POST',
    body: 'hello',
    signal: patient(),
  });
  expect(await (await fetchShaped(request)).text()).toBe('hello');
  await expect(fetchShaped(origin)).rejects.toThrow('signal');
  server.closeAllConnections();
  server.close();
});
