import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from './lib/figures.ts';
import { residentBytes, startDocent, startServer, type RunningServer } from './lib/processes.ts';

const READERS = 10_000;
const BARE = `import { createServer } from 'node:http';
const server = createServer((_, response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }); response.write(': hello\\n\\n'); });
server.listen(0, '127.0.0.1', 65535, () => console.log('http://127.0.0.1:' + server.address().port));`;

/** Opens one request and reads on for as long as it lasts. */
const openReader = (url: URL, headers: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.once('error', reject);
    socket.once('data', () => {
      socket.off('error', reject);
      socket.on('error', () => undefined); // the server ends them all at once
      socket.resume();
      resolve(socket);
    });
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${headers}\r\n`);
  });

const costOf = async (server: RunningServer, url: URL, headers: string): Promise<number> => {
  const warm = await Promise.all(Array.from({ length: 200 }, () => openReader(url, headers)));
  await pause(2_000);
  const before = residentBytes(server.pid);
  const sockets: Socket[] = [];
  while (sockets.length < READERS) {
    sockets.push(
      ...(await Promise.all(Array.from({ length: 100 }, () => openReader(url, headers)))),
    );
  }
  await pause(5_000);
  const each = (residentBytes(server.pid) - before) / READERS / 1024;
  for (const socket of [...warm, ...sockets]) socket.destroy();
  return each;
};

/** 10,000 readers of one running turn, in one process, against idle streams of bare node:http. */
export const run = async (): Promise<void> => {
  const upstream = await startServer([process.execPath, 'bench/lib/upstream.ts']);
  const docent = await startDocent({
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: 'bench',
    DOCENT_MODEL: 'tokens-600-1000', // a word each second, for ten minutes
  });
  const bareFile = join(docent.folder, 'bare.mjs');
  await writeFile(bareFile, BARE);
  const bare = await startServer([process.execPath, bareFile]);
  try {
    const bareCost = await costOf(bare, new URL(bare.url), '');
    const authorization = `authorization: Bearer ${docent.key}\r\n`;
    const headers = { authorization: `Bearer ${docent.key}`, 'content-type': 'application/json' };
    const made = await fetch(`${docent.url}/api/v1/conversations`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    const { id } = (await made.json()) as { id: string };
    const body = JSON.stringify({ text: 'How long is the probation period?' });
    const turn = await fetch(`${docent.url}/api/v1/conversations/${id}/turns`, {
      method: 'POST',
      headers,
      body,
    });
    const turnId = /"turnId":"([^"]+)"/.exec(await firstChunk(turn))?.[1];
    const cost = await costOf(
      docent,
      new URL(`/api/v1/turns/${turnId}/stream`, docent.url),
      authorization,
    );
    report({
      name: '10,000 readers of a running turn, each',
      figure: `${cost.toFixed(1)} KB`,
      budget: { text: '≤ 40 KB', met: cost <= 40 },
      reference: `idle node:http response ${bareCost.toFixed(1)} KB`,
    });
  } finally {
    for (const server of [bare, docent, upstream]) await server.stop();
  }
};

const firstChunk = async (response: Response): Promise<string> => {
  if (!response.ok || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  const reader = response.body.getReader();
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
};
