import type { IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';

/** Bytes taken from the socket ahead of the reader: saves stopping and starting it for every chunk. */
const READ_AHEAD = 65_536;

const WITHOUT_BODY = new Set([204, 205, 304]);

const headersOf = (message: IncomingMessage): Headers => {
  const headers = new Headers();
  const raw = message.rawHeaders;
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
};

type Context = {
  signal: AbortSignal;
  /** What a broken body means. */
  problemOf: (error: unknown) => Problem;
};

/**
 * The body as it comes in: a reader that stops reading stops the sender, one that leaves closes the socket. What
 * arrived before a break is read before the break is told; an abort is told at once.
 */
const bodyOf = (message: IncomingMessage, { signal, problemOf }: Context) => {
  let over = false;
  let broken: Problem | undefined;
  const once = (end: () => void) => {
    if (over) return;
    over = true;
    end();
  };
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const room = () => controller.desiredSize ?? 0;
    const fail = (error: unknown) =>
      once(() => {
        if (signal.aborted) controller.error(signal.reason);
        else if (room() < READ_AHEAD) broken = problemOf(error);
        else controller.error(problemOf(error));
      });
    message.on('data', (chunk: Buffer) => {
      if (over) return;
      controller.enqueue(chunk);
      if (room() <= 0) message.pause();
    });
    message.on('end', () => once(() => controller.close()));
    message.on('error', fail);
    message.on('close', () => fail(new Error('closed before its end')));
  };
  return new ReadableStream<Uint8Array>(
    {
      start,
      pull: (controller) => {
        if (!broken) message.resume();
        else if (controller.desiredSize === READ_AHEAD) controller.error(broken);
      },
      cancel: () => once(() => message.destroy()),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD }),
  );
};

export const toResponse = (message: IncomingMessage, context: Context): Response => {
  const status = message.statusCode ?? 0;
  const encoding = message.headers['content-encoding'];
  if (encoding && encoding !== 'identity') {
    message.destroy();
    throw new Problem('upstream-garbled', 'The service answered compressed, though not asked to.');
  }
  const empty = WITHOUT_BODY.has(status);
  if (empty) message.resume();
  return new Response(empty ? null : bodyOf(message, context), {
    status,
    statusText: message.statusMessage ?? '',
    headers: headersOf(message),
  });
};
