import type { Message } from '../../domain/message.ts';
import type { AnswerRequest } from '../../ports/answerer.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Stage, TurnContext } from '../turn-context.ts';

/** The answer itself, from whoever answers; each delta with its place in the canonical text. */
export const answer: Stage = async function* (events, turn, { answerer }) {
  yield* events;
  yield { type: 'progress', stage: 'answering' };
  let length = 0;
  for await (const event of answerer.answer(await requestOf(turn))) {
    if (event.type === 'answer-delta') {
      yield { type: 'answer-delta', offset: length, text: event.text };
      length += event.text.length;
    } else if (event.type === 'answer-end') {
      yield { ...event, length };
    } else {
      yield event;
    }
  }
};

const requestOf = async (turn: TurnContext): Promise<AnswerRequest> => {
  const { question, message, history, retrieval, traceId, signal } = turn;
  const images = await imagesOf(message, turn.stores.originals);
  return { question, message, history, retrieval, images, traceId, signal };
};

const imagesOf = (message: Message, originals: DocumentStore) =>
  Promise.all(
    message.parts.flatMap((part) =>
      part.type === 'image'
        ? [
            bytesOf(part.hash, originals).then((bytes) => ({
              mediaType: part.mediaType,
              base64: bytes.toString('base64'),
            })),
          ]
        : [],
    ),
  );

const bytesOf = async (hash: string, originals: DocumentStore): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(originals.read(hash)));
