import { Problem } from '../../domain/problem.ts';
import type { Usage } from '../../domain/message.ts';
import type { AnswerEvent, AnswerRequest, Answerer } from '../../ports/answerer.ts';
import type { ChatEvent, ChatModel } from '../../ports/chat-model.ts';
import type { ChatMessage } from '../../ports/chat-request.ts';
import type { Logger } from '../../ports/telemetry.ts';
import { abstentionReader } from './abstention.ts';
import { type MarkerPiece, markerReader } from './markers.ts';
import { promptFor, promptTokens, promptVersion } from './prompt.ts';
import { estimateTokens } from './tokens.ts';

export type ModelLoopOptions = {
  model: ChatModel;
  logger: Logger;
  /** The operator's own words to the model, added to our rules. */
  instructions?: string;
  /** Tokens of the context kept free for the answer. */
  answerTokens?: number;
};

const ANSWER_TOKENS = 1_000;

const toAnswer = (piece: MarkerPiece): AnswerEvent =>
  piece.type === 'text'
    ? { type: 'answer-delta', text: piece.text }
    : { type: 'citation-mark', passageNumber: piece.passageNumber, offset: piece.offset };

/** What the model wrote, with its markers and its abstention taken out of the text. */
const answerReader = (passages: number) => {
  const abstention = abstentionReader();
  const markers = markerReader(passages);
  let characters = 0;
  const count = (pieces: MarkerPiece[]): AnswerEvent[] => {
    for (const piece of pieces) if (piece.type === 'text') characters += piece.text.length;
    return pieces.map(toAnswer);
  };
  return {
    read: (delta: string) => count(markers.read(abstention.read(delta))),
    end: () => count([...markers.read(abstention.end()), ...markers.end()]),
    abstained: abstention.abstained,
    isEmpty: () => characters === 0 && !abstention.abstained(),
  };
};

/** Counts what was written, for models that give no figures. */
const usageMeter = (messages: readonly ChatMessage[]) => {
  let written = '';
  let given: Usage | null = null;
  return {
    wrote: (text: string) => {
      written += text;
    },
    given: ({ promptTokens, completionTokens, cachedTokens }: ChatEvent & { type: 'usage' }) => {
      given = { promptTokens, completionTokens, cachedTokens, estimated: false, costUsd: null };
    },
    usage: (): AnswerEvent => ({
      type: 'usage',
      ...(given ?? {
        promptTokens: promptTokens(messages),
        completionTokens: estimateTokens(written),
        cachedTokens: 0,
        estimated: true,
        costUsd: null,
      }),
    }),
  };
};

/** No tool is offered to it. */
const uncalledFor = (): Problem =>
  new Problem('upstream-garbled', 'The model called a tool that it was not offered.');

/** Lets a chat model write the answer from the passages found, and turns its markers into citation marks. */
export const modelLoopAnswerer = (options: ModelLoopOptions): Answerer => {
  const { model, logger, instructions, answerTokens = ANSWER_TOKENS } = options;

  async function* answer(request: AnswerRequest): AsyncGenerator<AnswerEvent> {
    const settings = { answerTokens, ...(instructions === undefined ? {} : { instructions }) };
    const messages = promptFor(request, model, settings);
    const meter = usageMeter(messages);
    const text = answerReader(request.retrieval.passages.length);
    yield { type: 'answer-start', kind: 'generated', model: model.name };
    for await (const event of model.stream({
      messages,
      signal: request.signal,
      ...(request.traceId === undefined ? {} : { traceId: request.traceId }),
    })) {
      switch (event.type) {
        case 'text':
          meter.wrote(event.text);
          for (const piece of text.read(event.text)) yield piece;
          break;
        case 'reasoning':
          meter.wrote(event.text);
          yield { type: 'reasoning-delta', text: event.text };
          break;
        case 'filtered':
          yield { type: 'content-filtered', where: event.where, categories: event.categories };
          break;
        case 'usage':
          meter.given(event);
          break;
        case 'tool-call-start':
        case 'tool-call-delta':
          throw uncalledFor();
        case 'end': {
          const { finishReason } = event;
          if (finishReason === 'tool-calls') throw uncalledFor();
          for (const piece of text.end()) yield piece;
          if (finishReason === 'stop' && text.isEmpty())
            throw new Problem('upstream-garbled', 'The model answered nothing.');
          yield meter.usage();
          logger.debug('model answered', { model: model.name, finishReason });
          yield { type: 'answer-end', finishReason, abstained: text.abstained() };
        }
      }
    }
  }

  return {
    name: model.name,
    promptVersion: promptVersion(instructions === undefined ? {} : { instructions }),
    retrieves: false,
    answer,
  } satisfies Answerer;
};
