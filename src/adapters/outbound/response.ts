import type { IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';

const WITHOUT_BODY = new Set([204, 205, 304]);

const headersOf = (message: IncomingMessage): Headers => {
  const headers = new Headers();
  const raw = message.rawHeaders;
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
};

/** The body as it comes in: a reader that stops reading stops the sender, one that leaves closes the socket. */
const bodyOf = (message: IncomingMessage, reasonOf: (error: unknown) => unknown) => {
  let over = false;
  const once = (end: () => void) => {
    if (!over) {
      over = true;
      end();
    }
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const fail = (error: unknown) => once(() => controller.error(reasonOf(error)));
      message.on('data', (chunk: Buffer) => {
        if (over) return;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) message.pause();
      });
      message.on('end', () => once(() => controller.close()));
      message.on('error', fail);
      message.on('close', () => fail(new Error('closed before its end')));
      message.pause();
    },
    pull: () => {
      message.resume();
    },
    cancel: () => once(() => message.destroy()),
  });
};

/** `reasonOf` says what a broken body means to the caller: an abort's reason or a Problem. */
export const toResponse = (
  message: IncomingMessage,
  reasonOf: (error: unknown) => unknown,
): Response => {
  const status = message.statusCode ?? 0;
  const encoding = message.headers['content-encoding'];
  if (encoding && encoding !== 'identity') {
    message.destroy();
    throw new Problem('upstream-garbled', 'The service answered compressed, though not asked to.');
  }
  const empty = WITHOUT_BODY.has(status);
  if (empty) message.resume();
  return new Response(empty ? null : bodyOf(message, reasonOf), {
    status,
    statusText: message.statusMessage ?? '',
    headers: headersOf(message),
  });
};
