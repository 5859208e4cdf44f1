import type { TurnChunk } from '../../contracts/turn.ts';
import type { SourcePassage } from '../../domain/message.ts';
import type { ProblemDetails } from '../../domain/problem.ts';
import { frame } from '../../http/event-stream.ts';
import type { LoggedEvent, TurnEvent } from '../../turn/turn-event.ts';
import { eventId, type PlaceInStream } from './place-in-stream.ts';
import { citationView, sourceView } from './views.ts';

type Of<Type extends TurnEvent['type']> = Extract<TurnEvent, { type: Type }>;

/**
 * A turn as UI message stream: one frame of text for each event, from the place where the reader stands.
 * Only the last chunk of an event carries an id, and the id holds the encoder's whole state: whatever is cut off,
 * the rest fits on.
 */
export async function* encodeTurn(
  events: AsyncIterable<LoggedEvent>,
  turnId: string,
  from: PlaceInStream,
): AsyncGenerator<string> {
  let place = from;
  for await (const { seq, event } of events) {
    const chunks = chunksOf(event, place, turnId);
    place = { ...placeAfter(event, place), seq };
    const id = eventId(turnId, place);
    const last = chunks.length - 1;
    const frames = chunks.map((chunk, at) => (at === last ? frame(chunk, id) : frame(chunk)));
    if (frames.length > 0) yield frames.join('');
  }
  yield 'data: [DONE]\n\n';
}

const placeAfter = (event: TurnEvent, place: PlaceInStream): PlaceInStream => {
  switch (event.type) {
    case 'reasoning-delta':
      return { ...place, reasoningOpen: true };
    case 'answer-start':
      return { ...place, reasoningOpen: false };
    case 'answer-delta':
      return { ...place, reasoningOpen: false, offset: event.offset + event.text.length };
    case 'answer-end': {
      const { finishReason, abstained } = event;
      return { ...place, reasoningOpen: false, ended: { finishReason, abstained } };
    }
    default:
      return place;
  }
};

const chunksOf = (event: TurnEvent, place: PlaceInStream, turnId: string): TurnChunk[] => {
  switch (event.type) {
    case 'turn-start':
      return [startChunk(event)];
    case 'title-made':
      return [{ type: 'data-title', data: { title: event.title } }];
    case 'question-rewritten':
      return [{ type: 'data-question', data: { question: event.question, by: event.by } }];
    case 'passages-found':
      return sourceChunks(event.passages);
    case 'progress':
      return [{ type: 'data-progress', transient: true, data: { stage: event.stage } }];
    case 'reasoning-delta':
      return reasoningChunks(event, place, turnId);
    case 'answer-start':
      return [
        ...reasoningEnd(place, turnId),
        { type: 'data-answer', data: { kind: event.kind, model: event.model } },
      ];
    case 'answer-delta':
      return deltaChunks(event, place, turnId);
    case 'answer-end':
      return endOfParts(place, turnId);
    case 'citation-found':
      return [{ type: 'data-citation', id: event.citation.id, data: citationView(event.citation) }];
    case 'content-filtered':
      return [
        { type: 'data-filtered', data: { where: event.where, categories: event.categories } },
      ];
    case 'usage':
      return [usageChunk(event)];
    case 'turn-end':
      return endChunks(event, place);
    default: // turn-failure: a new kind of event does not compile here
      return [...endOfParts(place, turnId), ...failureChunks(event, place)];
  }
};

const startChunk = (event: Of<'turn-start'>): TurnChunk => ({
  type: 'start',
  messageId: event.assistantMessageId,
  messageMetadata: {
    turnId: event.turnId,
    conversationId: event.conversationId,
    userMessageId: event.userMessageId,
  },
});

/** Our own part with everything, and the protocol's own for front ends that know only that. */
const sourceChunks = (passages: SourcePassage[]): TurnChunk[] => {
  const titles = new Map(passages.map(({ documentId, title }) => [documentId, title]));
  const documents = [...titles].map(([sourceId, title]) => ({
    type: 'source-document' as const,
    sourceId,
    mediaType: 'text/plain',
    title,
  }));
  const sources = passages.map((passage, at) => sourceView(passage, at + 1));
  return [{ type: 'data-sources', data: { sources } }, ...documents];
};

const reasoningChunks = (
  { text }: Of<'reasoning-delta'>,
  { reasoningOpen }: PlaceInStream,
  id: string,
): TurnChunk[] => [
  ...(reasoningOpen ? [] : [{ type: 'reasoning-start' as const, id }]),
  { type: 'reasoning-delta', id, delta: text },
];

const deltaChunks = (
  { offset, text }: Of<'answer-delta'>,
  place: PlaceInStream,
  id: string,
): TurnChunk[] => [
  ...reasoningEnd(place, id),
  ...(offset === 0 ? [{ type: 'text-start' as const, id }] : []),
  { type: 'text-delta', id, delta: text },
];

const reasoningEnd = ({ reasoningOpen }: PlaceInStream, id: string): TurnChunk[] =>
  reasoningOpen ? [{ type: 'reasoning-end', id }] : [];

const endOfParts = (place: PlaceInStream, id: string): TurnChunk[] => [
  ...reasoningEnd(place, id),
  ...(place.offset > 0 && !place.ended ? [{ type: 'text-end' as const, id }] : []),
];

const usageChunk = (event: Of<'usage'>): TurnChunk => {
  const { type: _type, ...usage } = event;
  return { type: 'data-usage', data: usage };
};

const endChunks = ({ outcome }: Of<'turn-end'>, { offset, ended }: PlaceInStream): TurnChunk[] => {
  const finishReason = ended?.finishReason ?? 'stop';
  return [
    {
      type: 'data-outcome',
      data: { outcome, abstained: ended?.abstained ?? false, storedLength: offset, problem: null },
    },
    ...(outcome === 'stopped' ? [{ type: 'abort' as const, reason: 'stopped' }] : []),
    { type: 'finish', finishReason: finishReason === 'stopped' ? 'other' : finishReason },
  ];
};

const failureChunks = (event: Of<'turn-failure'>, { ended }: PlaceInStream): TurnChunk[] => [
  {
    type: 'data-outcome',
    data: {
      outcome: event.problem.code === 'interrupted' ? 'interrupted' : 'failed',
      abstained: ended?.abstained ?? false,
      storedLength: event.storedLength,
      problem: problemPart(event.problem),
    },
  },
  { type: 'error', errorText: event.problem.detail },
  { type: 'finish', finishReason: 'error' },
];

const problemPart = ({ code, detail, retryable, retryAfter }: ProblemDetails) => ({
  code,
  detail,
  retryable,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
