import type { Message, Usage, Utterance } from '../domain/message.ts';
import type { Retrieval } from '../domain/passage.ts';
import type { FinishReason } from '../domain/turn.ts';

export type AnswerRequest = {
  /** The question, made to stand on its own. */
  question: string;
  /** The user message as sent, with its images and files; and what came before it, oldest first. */
  message: Message;
  /** Pictures of the message, read for answerers with a model that sees. */
  images?: { mediaType: string; base64: string }[];
  history: readonly Utterance[];
  /** Empty passages when the answerer retrieves for itself, or when nothing was found. */
  retrieval: Retrieval;
  /**
   * What administrators say about answering from the bases that the passages are of, the best passage's first.
   * Instructions, unlike anything that documents say.
   */
  instructions?: readonly BaseInstructions[];
  traceId?: string;
  signal: AbortSignal;
};

export type BaseInstructions = { base: string; text: string };

/**
 * `citation-mark`: the text before `offset` is supported by passage N. With `range` (in the version's
 * text) the answerer knows the words; without, the turn looks for them.
 */
export type AnswerEvent =
  | { type: 'answer-start'; kind: 'quoted' | 'generated'; model: string }
  | { type: 'reasoning-delta'; text: string }
  | { type: 'answer-delta'; text: string }
  | {
      type: 'citation-mark';
      passageNumber: number;
      offset: number;
      range?: { start: number; end: number };
    }
  | { type: 'content-filtered'; where: 'question' | 'answer'; categories: string[] }
  | ({ type: 'usage' } & Usage)
  | { type: 'answer-end'; finishReason: FinishReason; abstained: boolean };

/**
 * Answers one question.
 *
 * Laws: `answer-start` first, `answer-end` last, or it throws a Problem, after which nothing is yielded;
 * deltas joined are the canonical answer, without markers; a mark's offset is at most the length so far;
 * an aborted signal ends it within 100 ms by throwing the signal's reason, with the upstream closed;
 * leaving the loop early closes the upstream too.
 */
export type Answerer = {
  name: string;
  /** Changes with our own words to the model: with another one the same question may be answered otherwise. */
  promptVersion?: string;
  /** True when it finds its own passages: the turn then does not search. */
  retrieves: boolean;
  answer(request: AnswerRequest): AsyncIterable<AnswerEvent>;
};
