import type { Message } from '../../domain/message.ts';
import { askedBases } from '../../knowledge/asked-bases.ts';
import type { AnswerEvent, AnswerRequest, BaseInstructions } from '../../ports/answerer.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { answerOrRemember } from '../remembered-answer.ts';
import type { Stage, TurnContext, TurnServices } from '../turn-context.ts';

/** The answer itself, from whoever answers; each delta with its place in the canonical text. */
export const answer: Stage = async function* (events, turn, services) {
  yield* events;
  yield { type: 'progress', stage: 'answering' };
  let length = 0;
  for await (const event of await answersTo(turn, services)) {
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

const answersTo = async (
  turn: TurnContext,
  { answerer, answerCache: cache }: TurnServices,
): Promise<AsyncIterable<AnswerEvent>> => {
  const request = await requestOf(turn);
  return cache ? answerOrRemember({ answerer, request, cache }, turn) : answerer.answer(request);
};

const requestOf = async (turn: TurnContext): Promise<AnswerRequest> => {
  const { question, message, history, retrieval, traceId, signal } = turn;
  const images = await imagesOf(message, turn.stores.originals);
  const instructions = await instructionsFor(turn);
  return { question, message, history, retrieval, instructions, images, traceId, signal };
};

/** A base speaks when the answer comes from it: one that has nothing to say to this question says nothing. */
const instructionsFor = async (turn: TurnContext): Promise<BaseInstructions[]> => {
  const { stores, principal, conversation, retrieval } = turn;
  const asked = await askedBases(stores, principal, conversation.baseIds);
  turn.askedBaseIds = asked.map(({ id }) => id);
  const found = new Set(retrieval.passages.map(({ baseId }) => baseId));
  return [...found].flatMap((baseId) => {
    const base = asked.find(({ id }) => id === baseId);
    return base && base.prompt !== '' ? [{ base: base.name, text: base.prompt }] : [];
  });
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
