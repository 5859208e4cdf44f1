import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { processorMs, startChild } from './child-process.ts';

test('a process that reads files reaches nobody and leaves nothing, whatever it tries', async () => {
  let reached = 0;
  const server = createServer((socket) => {
    reached += 1;
    socket.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { promise: told, resolve: tell } = Promise.withResolvers<unknown>();
  const child = startChild(new URL('../../testing/unarmed-child.ts', import.meta.url), {
    heapMegabytes: 100,
    onMessage: tell,
    onEnd: ({ standardError }) => tell(standardError),
  });
  onTestFinished(async () => {
    child.kill();
    await child.ended;
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  child.send({ port });
  const refused = 'This process may not use the network.';
  const forbidden = expect.stringContaining('Access to this API has been restricted');
  expect(await told).toEqual({
    fetch: refused,
    http: refused,
    socket: refused,
    datagram: refused,
    name: refused,
    resolver: refused,
    file: forbidden,
    process: forbidden,
    thread: forbidden,
  });
  expect(reached).toBe(0);
});

test.runIf(existsSync('/proc/self/stat'))(
  'what a process uses of the processor is known while it is there',
  async () => {
    const before = processorMs(process.pid) ?? Infinity;
    const began = process.cpuUsage();
    while (process.cpuUsage(began).user < 100_000);
    expect(processorMs(process.pid)).toBeGreaterThan(before);
  },
);

test('of a process that is gone nothing is known', () => {
  expect(processorMs(2 ** 30)).toBeNull();
});
