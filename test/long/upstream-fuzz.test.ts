import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openAiChatModel } from '../../src/adapters/openai/chat-model.ts';
import { openAiOptions } from '../../src/adapters/openai/options.ts';
import { createOutbound } from '../../src/adapters/outbound/outbound.ts';
import { ask, outcomeOf } from '../../testing/conformance/chat-model-questions.ts';
import { faultOf, firstFault } from '../../testing/conformance/fuzzed-streams.ts';
import { fuzzedStream } from '../../testing/fuzzed-stream.ts';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';

const options = { model: 'm', retry: { attempts: 1 } };

test('100,000 fuzzed streams give the right text or a typed failure', async () => {
  const parsed = openAiOptions.parse(options);
  const fault = await firstFault(
    (outbound) => openAiChatModel(parsed, { outbound, logger: quietLogger }),
    [1_000_000, 1_100_000],
  );
  expect(fault).toBeNull();
});

test('500 of them over a socket, some broken off by it', async () => {
  let seed = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const { chunks, kind } = fuzzedStream(seed);
    for (const chunk of chunks) response.write(chunk);
    if (kind === 'cut' && seed % 2 === 0) setImmediate(() => response.destroy());
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outbound = createOutbound({ allowedOrigins: [origin], logger: quietLogger });
  const parsed = openAiOptions.parse({ ...options, baseUrl: `${origin}/v1` });
  for (seed = 1; seed <= 500; seed += 1) {
    const model = openAiChatModel(parsed, { outbound, logger: quietLogger });
    const outcome = await outcomeOf(model.stream(ask()));
    expect({ seed, fault: faultOf(fuzzedStream(seed), outcome) }).toEqual({ seed, fault: null });
  }
  server.closeAllConnections();
  server.close();
});
