import { createParser } from 'eventsource-parser';
import { turnChunk, type TurnChunk } from '../src/contracts/turn.ts';

export type Chunk = TurnChunk & { eventId: string };

/** The chunks of a turn's stream, checked against the contract, until `[DONE]`. */
export async function* readChunks(response: Response): AsyncGenerator<Chunk> {
  const ready: Chunk[] = [];
  let done = false;
  const parser = createParser({
    onEvent: ({ data, id }) => {
      if (data === '[DONE]') done = true;
      else ready.push({ ...turnChunk.parse(JSON.parse(data)), eventId: id ?? '' });
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* ready.splice(0);
  }
  if (!done) throw new Error('the stream ended without [DONE]');
}

export const answerOf = (chunks: readonly Chunk[]): string =>
  chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('');

export const ofType = <Type extends TurnChunk['type']>(chunks: readonly Chunk[], type: Type) =>
  chunks.filter((chunk): chunk is Extract<Chunk, { type: Type }> => chunk.type === type);
