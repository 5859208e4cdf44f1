import '../src/lib/no-network.ts';
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup, Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const toldBy = async (attempt: () => unknown): Promise<string> => {
  try {
    await attempt();
    return 'reached';
  } catch (thrown) {
    const { message, cause } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return cause instanceof Error ? cause.message : message;
  }
};

/** Tries all ways to somebody who listens, to leave something behind, and to let others do it. */
const tryAll = async (port: number): Promise<Record<string, string>> => {
  const url = `http://127.0.0.1:${port}`;
  return {
    fetch: await toldBy(() => fetch(url)),
    http: await toldBy(
      () => new Promise((resolve, reject) => get(url, resolve).on('error', reject)),
    ),
    socket: await toldBy(() => connect(port, '127.0.0.1')),
    datagram: await toldBy(() => createSocket('udp4').send('x', port, '127.0.0.1')),
    name: await toldBy(() => lookup('localhost')),
    resolver: await toldBy(() => new Resolver().resolve4('localhost')),
    file: await toldBy(() => writeFileSync(join(tmpdir(), 'left-behind'), 'x')),
    process: await toldBy(() => spawnSync(process.execPath, ['--version'])),
    thread: await toldBy(() => new Worker('', { eval: true })),
  };
};

process.on('message', ({ port }: { port: number }) => {
  void tryAll(port).then((told) => process.send?.(told));
});
