import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An OpenAI-shaped model in a process of its own: as many tokens as the model's name says (`tokens-500`), one
 * event each, a millisecond apart or as many as the name says (`tokens-500-1000`).
 */

const chunk = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'bench',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`;

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  let body = '';
  for await (const part of request) body += String(part);
  const { model } = JSON.parse(body) as { model: string };
  const [, tokens = 0, pauseMs = 1] = model.split('-').map(Number);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < tokens) {
      sent += 1;
      response.write(chunk(`word${sent % 10} `));
      return;
    }
    clearInterval(timer);
    response.write(chunk('', 'stop'));
    response.end('data: [DONE]\n\n');
  }, pauseMs);
  response.on('close', () => clearInterval(timer));
};

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
