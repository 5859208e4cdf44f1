import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { createParser } from 'eventsource-parser';
import { openAiChatModel } from '../src/adapters/openai/chat-model.ts';
import { openAiOptions } from '../src/adapters/openai/options.ts';
import { markerReader } from '../src/adapters/model-loop/markers.ts';
import { createOutbound } from '../src/adapters/outbound/outbound.ts';
import { quietLogger } from '../testing/fakes/quiet-logger.ts';
import { median, report } from './lib/figures.ts';

/**
 * What a model's stream costs on its way through the door, the wire and the marker reader, against fetch + event
 * parse + write. Run: `node bench/relay-model.ts`. The upstream is a thread of its own; CPU is this thread's.
 */
const TOKENS = 500;
const ROUNDS = 9;
const ANSWERS = 40;

const upstream = `
const http = process.getBuiltinModule('node:http');
const { parentPort } = process.getBuiltinModule('node:worker_threads');
const event = (content) => 'data: ' + JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm',
  choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }] }) + '\\n\\n';
const last = 'data: ' + JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) + '\\n\\ndata: [DONE]\\n\\n';
http.createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const perWrite = Number(request.headers['x-per-write'] ?? 1);
  let sent = 0;
  const more = () => {
    if (sent >= ${TOKENS}) return response.end(last);
    let text = '';
    for (let token = 0; token < perWrite && sent < ${TOKENS}; token += 1, sent += 1) text += event(sent % 40 === 39 ? ' [1].' : ' token');
    response.write(text);
    setImmediate(more);
  };
  more();
}).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });
`;

type Relay = (sink: http.ServerResponse, perWrite: number) => Promise<void>;

const reference =
  (origin: string): Relay =>
  async (sink, perWrite) => {
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      body: '{}',
      headers: { 'x-per-write': String(perWrite) },
    });
    const parser = createParser({
      onEvent: ({ data }) => {
        if (data !== '[DONE]')
          sink.write(`data: ${JSON.stringify(JSON.parse(data).choices[0].delta)}\n\n`);
      },
    });
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? [])
      parser.feed(decoder.decode(bytes, { stream: true }));
  };

const ours = (origin: string): Relay => {
  const door = createOutbound({ allowedOrigins: [origin], logger: quietLogger });
  const options = openAiOptions.parse({ model: 'm', baseUrl: `${origin}/v1` });
  return async (sink, perWrite) => {
    const outbound: typeof door = (url, init) =>
      door(url, {
        ...init,
        headers: { ...(init.headers as object), 'x-per-write': String(perWrite) },
      });
    const model = openAiChatModel(options, { outbound, logger: quietLogger });
    const markers = markerReader(8);
    const messages = [{ role: 'user' as const, content: 'x' }];
    for await (const event of model.stream({ messages, signal: AbortSignal.timeout(60_000) }))
      if (event.type === 'text')
        for (const piece of markers.read(event.text))
          sink.write(`data: ${JSON.stringify(piece)}\n\n`);
  };
};

const startSink = async () => {
  const drain = http.createServer((request, response) => {
    pending?.(response);
    request.resume();
  });
  let pending: ((response: http.ServerResponse) => void) | undefined;
  drain.listen(0, '127.0.0.1');
  await once(drain, 'listening');
  const port = (drain.address() as AddressInfo).port;
  return {
    open: () =>
      new Promise<http.ServerResponse>((resolve) => {
        pending = resolve;
        http.get({ port, host: '127.0.0.1', agent: false }, (message) => message.resume());
      }),
    close: () => drain.close(),
  };
};

const cpuOf = async (relay: Relay, perWrite: number): Promise<number> => {
  const sink = await startSink();
  const begun = process.threadCpuUsage();
  for (let answer = 0; answer < ANSWERS; answer += 1) {
    const response = await sink.open();
    await relay(response, perWrite);
    response.end();
  }
  const { user, system } = process.threadCpuUsage(begun);
  sink.close();
  return (user + system) / ANSWERS / TOKENS;
};

/** CPU of the calling thread for one token, ours against the reference, in turns so that both meet the same load. */
export const run = async (): Promise<void> => {
  const worker = new Worker(upstream, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const origin = `http://127.0.0.1:${port}`;
  const relays = { reference: reference(origin), ours: ours(origin) };
  for (const perWrite of [1, 5, 25]) {
    const figures: Record<keyof typeof relays, number[]> = { reference: [], ours: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of ['reference', 'ours'] as const)
        figures[name].push(await cpuOf(relays[name], perWrite));
    const [plain, own] = [median(figures.reference.slice(2)), median(figures.ours.slice(2))];
    report({
      name: `model and markers, ${perWrite} tokens a write`,
      figure: `${own.toFixed(1)} µs/token`,
      reference: `fetch + event parse + write ${plain.toFixed(1)} µs, ratio ${(own / plain).toFixed(2)}`,
    });
  }
  await worker.terminate();
};
