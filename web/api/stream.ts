import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { TurnChunk } from '../../src/contracts/turn.ts';

export type StreamedChunk = { id: string | undefined; chunk: TurnChunk | 'done' };

/** A half-open connection looks like a slow answer; the server sends heartbeats far more often than this. */
const SILENCE_LIMIT = 60_000;

const parse = (data: string): TurnChunk | 'done' => (data === '[DONE]' ? 'done' : JSON.parse(data));

/** Chunks of one response, as they come; ends where the response ends, whole or not. */
export async function* readChunks(response: Response): AsyncGenerator<StreamedChunk> {
  if (!response.body) return;
  let heard = Date.now();
  const listen = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      heard = Date.now();
      controller.enqueue(bytes);
    },
  });
  const reader = response.body
    .pipeThrough(listen)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const watch = setInterval(() => {
    if (Date.now() - heard > SILENCE_LIMIT) void reader.cancel(new TypeError('Silent connection'));
  }, 5_000);
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      yield { id: step.value.id, chunk: parse(step.value.data) };
    }
  } finally {
    clearInterval(watch);
    void reader.cancel().catch(() => undefined); // already broken: nothing is left to release
  }
}
