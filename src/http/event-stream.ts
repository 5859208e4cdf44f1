import type { Logger } from '../ports/telemetry.ts';

const encoder = new TextEncoder();
const HEARTBEAT_MS = 10_000;
const comment = encoder.encode(': \n\n');

/** Spread a little, so that many readers that lost one server do not come back at the same moment. */
const retryLine = (): Uint8Array =>
  encoder.encode(`retry: ${1000 + Math.floor(Math.random() * 1000)}\n\n`);

/** Who reads a stream, for as long as it is open. */
export type Reader = {
  /** Fires when the reader went away or may not read any more. What makes the frames listens to it too. */
  signal: AbortSignal;
  /** Asked with every heartbeat; fires the signal when the reader may not read any more. */
  checkRights(): Promise<void>;
  /** The stream has ended: nothing of the reader is kept. */
  close(): void;
  log: Logger;
};

/**
 * Server-sent events, pulled: a frame is asked for when the socket has room, so a stalled reader holds one frame.
 * While nothing comes, a comment every ten seconds keeps proxies from closing the connection.
 */
export const eventStream = (
  frames: AsyncIterable<string>,
  reader: Reader,
  heartbeatMs = HEARTBEAT_MS,
): Response => {
  const source = frames[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<string>> | null = null;
  let wake: () => void = () => undefined;
  const heartbeat = setInterval(() => {
    reader.checkRights().catch((error: Error) => reader.log.warn('rights not checked', { error }));
    wake();
  }, heartbeatMs);
  heartbeat.unref();
  const leave = () => wake();
  reader.signal.addEventListener('abort', leave, { once: true });

  const end = async () => {
    clearInterval(heartbeat);
    reader.signal.removeEventListener('abort', leave);
    reader.close();
    await source.return?.();
  };
  /** A stream that breaks is not told `cancel`: whatever watches its reader must end here. */
  const failed = async (error: unknown): Promise<never> => {
    await end();
    throw error;
  };
  /** The next frame, or null when it is time for a heartbeat or to leave. */
  const frameOrNull = (): Promise<IteratorResult<string> | null> => {
    const waited = (next ??= source.next());
    return new Promise((resolve, reject) => {
      wake = () => resolve(null);
      waited.then(resolve, reject);
    });
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(retryLine()),
      async pull(controller) {
        const result = reader.signal.aborted ? null : await frameOrNull().catch(failed);
        if (reader.signal.aborted || result?.done === true) {
          controller.close();
          await end();
        } else if (result === null) {
          controller.enqueue(comment);
        } else {
          next = null;
          controller.enqueue(encoder.encode(result.value));
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: streamHeaders });
};

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/** One event. JSON has no line break in it, so no text of a model or document can end the frame. */
export const frame = (data: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
