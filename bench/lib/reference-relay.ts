import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createParser } from 'eventsource-parser';

/** The least a relay can do: fetch, parse the events, write each token on. Upstream and model by the query. */
const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const upstream = await fetch(`${query.get('upstream')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: query.get('model'), stream: true, messages: [] }),
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') return;
      const { choices } = JSON.parse(data) as { choices: { delta: { content?: string } }[] };
      response.write(
        `data: ${JSON.stringify({ type: 'text-delta', delta: choices[0]?.delta.content })}\n\n`,
      );
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of upstream.body ?? [])
    parser.feed(decoder.decode(bytes, { stream: true }));
  response.end('data: [DONE]\n\n');
};

const server = createServer((request, response) => void relay(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
